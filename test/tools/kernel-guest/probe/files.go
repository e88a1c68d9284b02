package main

import (
	"os"
	"syscall"
)

// Act does one thing and gives back what failed.
type Act func(args []string) *Failure

func failed(call string, err error) *Failure {
	if err == nil {
		return nil
	}
	return &Failure{call, err}
}

// opening opens its argument and closes it.
func opening(flags int) Act {
	return func(args []string) *Failure {
		file, err := syscall.Open(args[0], flags|syscall.O_CLOEXEC, 0o644)
		if err == nil {
			syscall.Close(file)
		}
		return failed("open", err)
	}
}

// mapping opens its argument, maps it and, where that may be written, writes.
func mapping(flags, protection, kind int) Act {
	return func(args []string) *Failure {
		file, err := syscall.Open(args[0], flags|syscall.O_CLOEXEC, 0)
		if err != nil {
			return failed("open", err)
		}
		defer syscall.Close(file)
		memory, err := syscall.Mmap(file, 0, os.Getpagesize(), protection, kind)
		if err != nil {
			return failed("mmap", err)
		}
		if protection&syscall.PROT_WRITE != 0 {
			memory[0] = 'X'
		}
		return failed("munmap", syscall.Munmap(memory))
	}
}

// protecting maps privately for reading and asks for execution afterwards.
func protecting(args []string) *Failure {
	file, err := syscall.Open(args[0], syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return failed("open", err)
	}
	defer syscall.Close(file)
	memory, err := syscall.Mmap(file, 0, os.Getpagesize(), syscall.PROT_READ, syscall.MAP_PRIVATE)
	if err != nil {
		return failed("mmap", err)
	}
	defer syscall.Munmap(memory)
	return failed("mprotect", syscall.Mprotect(memory, syscall.PROT_READ|syscall.PROT_EXEC))
}

func init() {
	add(map[string]Act{
		"read":       opening(syscall.O_RDONLY),
		"write":      opening(syscall.O_WRONLY),
		"append":     opening(syscall.O_WRONLY | syscall.O_APPEND),
		"create":     opening(syscall.O_WRONLY | syscall.O_CREAT | syscall.O_EXCL),
		"overwrite":  opening(syscall.O_WRONLY | syscall.O_TRUNC),
		"truncate":   func(args []string) *Failure { return failed("truncate", syscall.Truncate(args[0], 0)) },
		"unlink":     func(args []string) *Failure { return failed("unlink", syscall.Unlink(args[0])) },
		"rename":     func(args []string) *Failure { return failed("rename", syscall.Rename(args[0], args[1])) },
		"link":       func(args []string) *Failure { return failed("link", syscall.Link(args[0], args[1])) },
		"symlink":    func(args []string) *Failure { return failed("symlink", syscall.Symlink(args[0], args[1])) },
		"mkdir":      func(args []string) *Failure { return failed("mkdir", syscall.Mkdir(args[0], 0o755)) },
		"rmdir":      func(args []string) *Failure { return failed("rmdir", syscall.Rmdir(args[0])) },
		"mkfifo":     func(args []string) *Failure { return failed("mknod", syscall.Mknod(args[0], syscall.S_IFIFO|0o644, 0)) },
		"chmod":      func(args []string) *Failure { return failed("chmod", syscall.Chmod(args[0], 0o777)) },
		"chown":      func(args []string) *Failure { return failed("chown", syscall.Chown(args[0], 1, 1)) },
		"mmap-write": mapping(syscall.O_RDWR, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED),
		"mmap-exec":  mapping(syscall.O_RDONLY, syscall.PROT_READ|syscall.PROT_EXEC, syscall.MAP_PRIVATE),
		"mprotect":   protecting,
		"set-times": func(args []string) *Failure {
			return failed("utimes", syscall.Utimes(args[0], make([]syscall.Timeval, 2)))
		},
		"set-xattr": func(args []string) *Failure {
			return failed("setxattr", syscall.Setxattr(args[0], "trusted.probe", []byte("x"), 0))
		},
		"stat":        func(args []string) *Failure { return failed("stat", syscall.Stat(args[0], new(syscall.Stat_t))) },
		"read-folder": opening(syscall.O_RDONLY | syscall.O_DIRECTORY),
		"mount-tmpfs": func(args []string) *Failure { return failed("mount", syscall.Mount("tmpfs", args[0], "tmpfs", 0, "")) },
		"bind-mount": func(args []string) *Failure {
			return failed("mount", syscall.Mount(args[0], args[1], "", syscall.MS_BIND, ""))
		},
		"set-hostname": func(args []string) *Failure { return failed("sethostname", syscall.Sethostname([]byte(args[0]))) },
	})
}
