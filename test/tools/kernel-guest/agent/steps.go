package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Job is what the host wants done.
type Job struct {
	// Modules are kernel modules, by path, in the order of loading.
	Modules []string `json:"modules"`
	Steps   []Step   `json:"steps"`
}

// Step is one program to run.
type Step struct {
	Name  string   `json:"name"`
	Run   []string `json:"run"`
	Env   []string `json:"env"`
	Stdin string   `json:"stdin"`
	// Limit is in milliseconds; then the program and its children are killed.
	Limit int `json:"limit"`
	// Background programs are not waited for; what they print goes to /run/steps/<name>.log.
	Background bool `json:"background"`
}

// Result is what came of a step.
type Result struct {
	Name string `json:"name"`
	// Exit is the exit code, 128 and the signal's number where one ended it, or -1 where it could not be started.
	Exit     int    `json:"exit"`
	TimedOut bool   `json:"timedOut"`
	Stdout   string `json:"stdout"`
	Stderr   string `json:"stderr"`
	Ms       int64  `json:"ms"`
	// Audit are the kernel's audit records from the end of the step before to the end of this one.
	Audit []string `json:"audit"`
}

const logs = "/run/steps"

// grace is how long a program that ended may leave its output open to others.
const grace = 500 * time.Millisecond

func run(step Step, audit *Audit) Result {
	result := Result{Name: step.Name}
	start := time.Now()
	program := exec.Command(step.Run[0], step.Run[1:]...)
	program.Env = append(os.Environ(), step.Env...)
	program.Stdin = strings.NewReader(step.Stdin)
	program.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	program.WaitDelay = grace
	var stdout, stderr bytes.Buffer
	if step.Background {
		check("making "+logs, os.MkdirAll(logs, 0o755))
		log, err := os.Create(logs + "/" + step.Name + ".log")
		check("making a log", err)
		defer log.Close()
		program.Stdout, program.Stderr = log, log
	} else {
		program.Stdout, program.Stderr = &stdout, &stderr
	}
	err := program.Start()
	switch {
	case err != nil:
		result.Exit = -1
		stderr.WriteString(err.Error())
	case step.Background:
		go program.Wait()
	default:
		timer := time.AfterFunc(time.Duration(step.Limit)*time.Millisecond, func() {
			result.TimedOut = true
			syscall.Kill(-program.Process.Pid, syscall.SIGKILL)
		})
		program.Wait()
		timer.Stop()
		result.Exit = exitCode(program.ProcessState)
	}
	result.Stdout, result.Stderr = stdout.String(), stderr.String()
	result.Ms = time.Since(start).Milliseconds()
	result.Audit = audit.drain()
	return result
}

func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
