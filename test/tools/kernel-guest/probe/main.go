// Command probe does what a process in a container may or may not do, and says what the kernel answered. It stands in
// the containers that test/real/kernel starts:
//
//	probe acts        reads a JSON list of acts from standard input, or a file, and prints a line of JSON for each
//	probe act A ARGS  does one and ends with 0, or with 1 and the answer on standard error
//	probe wait        does nothing until it is told to end
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sort"
	"strings"
	"syscall"
)

// Failure is the system call that the kernel refused, and its answer.
type Failure struct {
	call string
	err  error
}

func (failure *Failure) Error() string { return failure.call + ": " + failure.err.Error() }

// Answer is what came of an act. Errno is 0 for success.
type Answer struct {
	Name  string `json:"name"`
	Errno int    `json:"errno"`
	// Call is the system call that failed.
	Call string `json:"call,omitempty"`
	// Text is for people.
	Text string `json:"text,omitempty"`
}

// Order is one act of a list.
type Order struct {
	Name string   `json:"name"`
	Act  []string `json:"act"`
}

func perform(name string, act []string) Answer {
	do, found := acts[act[0]]
	if !found {
		known := []string{}
		for each := range acts {
			known = append(known, each)
		}
		sort.Strings(known)
		return Answer{Name: name, Errno: -1, Text: fmt.Sprintf("no act %q; there are %s", act[0], strings.Join(known, ", "))}
	}
	failure := do(act[1:])
	if failure == nil {
		return Answer{Name: name}
	}
	answer := Answer{Name: name, Errno: -1, Call: failure.call, Text: failure.err.Error()}
	var errno syscall.Errno
	if errors.As(failure.err, &errno) {
		answer.Errno = int(errno)
	}
	return answer
}

func die(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(2)
	}
}

func main() {
	command := ""
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	switch {
	case command == "acts":
		input := os.Stdin
		if len(os.Args) > 2 {
			file, err := os.Open(os.Args[2])
			die(err)
			input = file
		}
		var orders []Order
		die(json.NewDecoder(input).Decode(&orders))
		output := json.NewEncoder(os.Stdout)
		for _, order := range orders {
			die(output.Encode(perform(order.Name, order.Act)))
		}
	case command == "act" && len(os.Args) > 2:
		answer := perform(os.Args[2], os.Args[2:])
		if answer.Errno != 0 {
			fmt.Fprintf(os.Stderr, "%s: %s\n", answer.Call, answer.Text)
			os.Exit(1)
		}
	case command == "wait":
		told := make(chan os.Signal, 1)
		signal.Notify(told, syscall.SIGTERM, syscall.SIGINT)
		<-told
	default:
		fmt.Fprintln(os.Stderr, "usage: probe acts [FILE] | act NAME ARGUMENTS… | wait")
		os.Exit(2)
	}
}
