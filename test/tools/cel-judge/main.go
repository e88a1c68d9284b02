// Program cel-judge compiles and evaluates CEL expressions as admission policies of the API server do, with its own
// compiler. One question as JSON per line of standard input, one answer as JSON per line of standard output.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<28)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		if len(bytes.TrimSpace(in.Bytes())) == 0 {
			continue
		}
		line, err := json.Marshal(answer(in.Bytes()))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// answer takes a panic of the compiler as a refusal: a request with that expression fails in the server too.
func answer(line []byte) (given Answer) {
	defer func() {
		if fault := recover(); fault != nil {
			given = Answer{Compile: fmt.Sprintf("panic: %v", fault)}
		}
	}()
	var question Question
	if err := json.Unmarshal(line, &question); err != nil {
		return Answer{Fault: err.Error()}
	}
	made, err := judge(question)
	if err != nil {
		return Answer{Fault: err.Error()}
	}
	return made
}
