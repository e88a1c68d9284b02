package main

import (
	"encoding/json"
	"os"
	"syscall"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/policy"
)

type rates struct {
	// Pods that are decoded already.
	EvaluatePerSecond float64 `json:"evaluatePerSecond"`
	// Pods as JSON text.
	DecodePerSecond float64 `json:"decodePerSecond"`
	Refused         int     `json:"refused"`
}

// cpuSeconds is the time that processors have spent on this program: what else the machine does takes nothing away.
func cpuSeconds() float64 {
	usage := syscall.Rusage{}
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(usage.Utime) + seconds(usage.Stime)
}

// perSecond calls one for each of count pods, round after round, until the time is over.
func perSecond(count int, seconds float64, one func(i int)) float64 {
	start := cpuSeconds()
	done := 0
	for cpuSeconds()-start < seconds {
		for i := 0; i < count; i++ {
			one(i)
		}
		done += count
	}
	return float64(done) / (cpuSeconds() - start)
}

func bench(level, version string, seconds float64) error {
	lv, err := levelVersion(level, version)
	if err != nil {
		return err
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	var texts [][]byte
	var pods []*corev1.Pod
	scanner := lines()
	for scanner.Scan() {
		text := append([]byte{}, scanner.Bytes()...)
		pod, err := decode(text)
		if err != nil {
			return err
		}
		texts, pods = append(texts, text), append(pods, pod)
	}
	if err := scanner.Err(); err != nil {
		return err
	}
	// As a server does: the answer in words.
	evaluate := func(pod *corev1.Pod) bool {
		result := policy.AggregateCheckResults(evaluator.EvaluatePod(lv, &pod.ObjectMeta, &pod.Spec))
		return !result.Allowed && result.ForbiddenDetail() != ""
	}
	r := rates{}
	for _, pod := range pods {
		if evaluate(pod) {
			r.Refused++
		}
	}
	r.EvaluatePerSecond = perSecond(len(pods), seconds, func(i int) { evaluate(pods[i]) })
	r.DecodePerSecond = perSecond(len(pods), seconds, func(i int) {
		if pod, err := decode(texts[i]); err == nil {
			evaluate(pod)
		}
	})
	return json.NewEncoder(os.Stdout).Encode(r)
}
