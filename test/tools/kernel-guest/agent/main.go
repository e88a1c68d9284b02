// Command agent is the first process of the kernel that the tests boot (test/real/kernel). It mounts what a node has,
// runs the steps of /job.json one after the other and writes what came of each as a line of JSON to the second serial
// port, where nobody else writes. Then it powers the machine off.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"unsafe"
)

const (
	job     = "/job.json"
	results = "/dev/ttyS1"
)

// emit writes one line for the host.
func emit(out *os.File, value any) {
	line, err := json.Marshal(value)
	check("encoding a result", err)
	_, err = out.Write(append(line, '\n'))
	check("writing a result", err)
}

func check(what string, err error) {
	if err != nil {
		panic(fmt.Sprintf("%s: %v", what, err))
	}
}

// work does the job; it is a child of the first process.
func work() {
	text, err := os.ReadFile(job)
	check("reading the job", err)
	var todo Job
	check("reading the job", json.Unmarshal(text, &todo))
	out, err := os.OpenFile(results, os.O_WRONLY|syscall.O_NOCTTY, 0)
	check("opening the port for results", err)
	audit := listen()
	for _, module := range todo.Modules {
		check("loading "+module, load(module))
	}
	boot := audit.drain()
	emit(out, map[string]any{"booted": true, "audit": boot})
	for _, step := range todo.Steps {
		emit(out, map[string]any{"begins": step.Name})
		emit(out, run(step, audit))
	}
	emit(out, map[string]any{"ended": true})
	// The port must be empty before the power goes: TCSBRK with 1 waits for that.
	syscall.Syscall(syscall.SYS_IOCTL, out.Fd(), 0x5409, 1)
}

// reap starts the worker and waits for whatever ends, as the first process must, until that one does.
func reap() {
	worker := exec.Command("/proc/self/exe", "work")
	worker.Stdout, worker.Stderr = os.Stdout, os.Stderr
	check("starting the worker", worker.Start())
	for {
		pid, err := syscall.Wait4(-1, nil, 0, nil)
		if err == nil && pid == worker.Process.Pid {
			return
		}
		if err != nil && err != syscall.EINTR {
			return
		}
	}
}

// finitModule is its number on amd64, the architecture of the kernel that is booted.
const finitModule = 313

func load(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	// The second flag is for modules that are compressed.
	for _, flags := range []uintptr{0, 4} {
		empty := []byte{0}
		_, _, errno := syscall.Syscall(finitModule, file.Fd(), uintptr(unsafe.Pointer(&empty[0])), flags)
		if errno == 0 || errno == syscall.EEXIST {
			return nil
		}
		err = errno
	}
	return err
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "work" {
		work()
		return
	}
	prepare()
	reap()
	syscall.Sync()
	check("powering off", syscall.Reboot(syscall.LINUX_REBOOT_CMD_POWER_OFF))
}
