// psa-judge asks the library of Pod Security Admission what it says of pods.
//
// Without arguments it reads JSON Lines, {"pod": …, "levels": ["baseline"], "versions": ["v1.24", "latest"]}, and writes one
// line for each: {"answers": [{"level", "versions", "detail", "findings": [{"check", "reason", "detail"}]}]}: the versions with
// the same answer together. `detail` is what a server says of all findings. A pod that does not decode is answered with
// {"error": …}.
//
// `psa-judge bench LEVEL VERSION SECONDS` reads a pod a line and measures how many it answers in a second of processor time.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

type question struct {
	Pod      json.RawMessage `json:"pod"`
	Levels   []string        `json:"levels"`
	Versions []string        `json:"versions"`
}

type finding struct {
	Check  policy.CheckID `json:"check"`
	Reason string         `json:"reason"`
	Detail string         `json:"detail"`
}

type answer struct {
	Level    string    `json:"level"`
	Versions []string  `json:"versions"`
	Detail   string    `json:"detail"`
	Findings []finding `json:"findings"`
}

type reply struct {
	Answers []answer `json:"answers,omitempty"`
	Error   string   `json:"error,omitempty"`
}

// called collects the ids of the checks in the order in which the evaluator calls them: its results have none.
var called []policy.CheckID

func namedChecks() []policy.Check {
	checks := policy.DefaultChecks()
	for i := range checks {
		id := checks[i].ID
		for j := range checks[i].Versions {
			check := checks[i].Versions[j].CheckPod
			checks[i].Versions[j].CheckPod = func(meta *metav1.ObjectMeta, spec *corev1.PodSpec) policy.CheckResult {
				called = append(called, id)
				return check(meta, spec)
			}
		}
	}
	return checks
}

func levelVersion(level, version string) (api.LevelVersion, error) {
	parsedLevel, err := api.ParseLevel(level)
	if err != nil {
		return api.LevelVersion{}, err
	}
	parsedVersion, err := api.ParseVersion(version)
	return api.LevelVersion{Level: parsedLevel, Version: parsedVersion}, err
}

func decode(data []byte) (*corev1.Pod, error) {
	pod := &corev1.Pod{}
	return pod, kjson.UnmarshalCaseSensitivePreserveInts(data, pod)
}

func ask(evaluator policy.Evaluator, line []byte) (reply, error) {
	q := question{}
	if err := json.Unmarshal(line, &q); err != nil {
		return reply{}, err
	}
	pod, err := decode(q.Pod)
	if err != nil {
		return reply{}, err
	}
	r := reply{Answers: []answer{}}
	for _, level := range q.Levels {
		for _, version := range q.Versions {
			lv, err := levelVersion(level, version)
			if err != nil {
				return reply{}, err
			}
			called = called[:0]
			results := evaluator.EvaluatePod(lv, &pod.ObjectMeta, &pod.Spec)
			aggregate := policy.AggregateCheckResults(results)
			a := answer{Level: level, Versions: []string{version}, Detail: aggregate.ForbiddenDetail(), Findings: []finding{}}
			for i, result := range results {
				if !result.Allowed {
					a.Findings = append(a.Findings, finding{called[i], result.ForbiddenReason, result.ForbiddenDetail})
				}
			}
			r.Answers = add(r.Answers, a)
		}
	}
	return r, nil
}

// add puts an answer to the one before it when they are the same but for the version.
func add(answers []answer, a answer) []answer {
	if last := len(answers) - 1; last >= 0 && answers[last].Level == a.Level && slices.Equal(answers[last].Findings, a.Findings) {
		answers[last].Versions = append(answers[last].Versions, a.Versions...)
		return answers
	}
	return append(answers, a)
}

func lines() *bufio.Scanner {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(make([]byte, 1<<20), 1<<28)
	return scanner
}

func judge() error {
	evaluator, err := policy.NewEvaluator(namedChecks(), nil)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	scanner := lines()
	for scanner.Scan() {
		r, err := ask(evaluator, scanner.Bytes())
		if err != nil {
			r = reply{Error: err.Error()}
		}
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil {
		return err
	}
	return out.Flush()
}

func main() {
	err := judge
	if len(os.Args) == 5 && os.Args[1] == "bench" {
		err = func() error {
			seconds, err := strconv.ParseFloat(os.Args[4], 64)
			if err != nil {
				return err
			}
			return bench(os.Args[2], os.Args[3], seconds)
		}
	}
	if err := err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
