package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

var acts = map[string]Act{}

func add(more map[string]Act) {
	for name, act := range more {
		acts[name] = act
	}
}

// program is a complete ELF file for amd64 that ends at once with exit code 0.
func program() []byte {
	code := []byte{0x31, 0xff, 0xb8, 60, 0, 0, 0, 0x0f, 0x05} // xor edi, edi; mov eax, 60; syscall
	const header, segment, base = 64, 56, 0x400000
	file := make([]byte, header+segment, header+segment+len(code))
	copy(file, "\x7fELF\x02\x01\x01")
	put16 := func(at int, value uint16) { binary.LittleEndian.PutUint16(file[at:], value) }
	put32 := func(at int, value uint32) { binary.LittleEndian.PutUint32(file[at:], value) }
	put64 := func(at int, value uint64) { binary.LittleEndian.PutUint64(file[at:], value) }
	put16(16, 2)  // executable
	put16(18, 62) // amd64
	put32(20, 1)
	put64(24, base+header+segment) // where it starts
	put64(32, header)              // where the segments are described
	put16(52, header)
	put16(54, segment)
	put16(56, 1)
	put32(header, 1)   // to be loaded
	put32(header+4, 5) // to be read and executed
	put64(header+16, base)
	put64(header+24, base)
	size := uint64(header + segment + len(code))
	put64(header+32, size)
	put64(header+40, size)
	put64(header+48, 0x1000)
	return append(file, code...)
}

// execute starts a program as a child and waits for it.
func execute(args []string) *Failure {
	return executeAs(args[0], args)
}

func executeAs(path string, args []string) *Failure {
	nowhere, err := syscall.Open("/dev/null", syscall.O_RDWR, 0)
	if err != nil {
		return failed("open /dev/null", err)
	}
	defer syscall.Close(nowhere)
	null := uintptr(nowhere)
	pid, err := syscall.ForkExec(path, args, &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{null, null, null}})
	if err != nil {
		return failed("execve", err)
	}
	return ended(pid)
}

func ended(pid int) *Failure {
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil {
		return failed("wait4", err)
	}
	if status.ExitStatus() != 0 {
		return failed("the program", fmt.Errorf("ended with %d (signal %d)", status.ExitStatus(), status.Signal()))
	}
	return nil
}

// Numbers of system calls on amd64.
const memfdCreate, execveat, atEmptyPath = 319, 322, 0x1000

// memory makes a file that has no path and puts a program into it.
func memory() (int, *Failure) {
	name := []byte("probe\x00")
	file, _, errno := syscall.RawSyscall(memfdCreate, uintptr(unsafe.Pointer(&name[0])), 0, 0)
	if errno != 0 {
		return -1, failed("memfd_create", errno)
	}
	if _, err := syscall.Write(int(file), program()); err != nil {
		return -1, failed("write", err)
	}
	return int(file), nil
}

// executeFile is fexecve: it executes an open file, in a child whose exit code is the answer.
//
//go:norace
func executeFile(file int, words []string) *Failure {
	args, err := syscall.SlicePtrFromStrings(words)
	if err != nil {
		return failed("execveat", err)
	}
	empty, env := []byte{0}, []*byte{nil}
	path, argv, envp := uintptr(unsafe.Pointer(&empty[0])), uintptr(unsafe.Pointer(&args[0])), uintptr(unsafe.Pointer(&env[0]))
	pid, _, errno := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
	if errno != 0 {
		return failed("clone", errno)
	}
	if pid == 0 {
		_, _, errno = syscall.RawSyscall6(execveat, uintptr(file), path, argv, envp, atEmptyPath, 0)
		for {
			syscall.RawSyscall(syscall.SYS_EXIT, uintptr(errno), 0, 0)
		}
	}
	runtime.KeepAlive(args)
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(int(pid), &status, 0, nil); err != nil {
		return failed("wait4", err)
	}
	if status.ExitStatus() != 0 {
		return failed("execveat", syscall.Errno(status.ExitStatus()))
	}
	return nil
}

func init() {
	add(map[string]Act{
		"exec": execute,
		// A program that came in at run time: written where writing is allowed, then executed.
		"drop-and-exec": func(args []string) *Failure {
			if err := os.WriteFile(args[0], program(), 0o755); err != nil {
				return failed("writing the program", err)
			}
			return execute(args)
		},
		"exec-memfd": func([]string) *Failure {
			file, failure := memory()
			if failure != nil {
				return failure
			}
			defer syscall.Close(file)
			return executeFile(file, []string{"probe"})
		},
		"exec-memfd-path": func([]string) *Failure {
			file, failure := memory()
			if failure != nil {
				return failure
			}
			defer syscall.Close(file)
			return execute([]string{fmt.Sprintf("/proc/self/fd/%d", file)})
		},
		"exec-self": func([]string) *Failure {
			return executeAs("/proc/self/exe", []string{"probe", "act", "nothing"})
		},
		"fexecve": func(args []string) *Failure {
			file, err := syscall.Open(args[0], syscall.O_RDONLY, 0)
			if err != nil {
				return failed("open", err)
			}
			defer syscall.Close(file)
			return executeFile(file, args[1:])
		},
		"nothing": func([]string) *Failure { return nil },
	})
}
