package main

import (
	"os"
	"syscall"
	"unsafe"
)

type mount struct {
	source, target, kind string
	flags                uintptr
	options              string
}

const nodev = syscall.MS_NOSUID | syscall.MS_NOEXEC | syscall.MS_NODEV

var mounts = []mount{
	{"proc", "/proc", "proc", nodev, ""},
	{"sysfs", "/sys", "sysfs", nodev, ""},
	{"securityfs", "/sys/kernel/security", "securityfs", nodev, ""},
	{"cgroup2", "/sys/fs/cgroup", "cgroup2", nodev, ""},
	{"devtmpfs", "/dev", "devtmpfs", syscall.MS_NOSUID, ""},
	{"devpts", "/dev/pts", "devpts", syscall.MS_NOSUID | syscall.MS_NOEXEC, "ptmxmode=0666"},
	{"tmpfs", "/dev/shm", "tmpfs", syscall.MS_NOSUID | syscall.MS_NODEV, "mode=1777"},
	{"tmpfs", "/run", "tmpfs", syscall.MS_NOSUID, "mode=0755"},
	{"tmpfs", "/tmp", "tmpfs", syscall.MS_NOSUID, "mode=1777"},
}

// prepare makes a node of an initramfs. A container runtime cannot pivot away from the first root of a kernel: the
// root is bound onto itself and moved over the first one, and then it can.
func prepare() {
	const root = "/newroot"
	check("making "+root, os.MkdirAll(root, 0o755))
	check("binding the root", syscall.Mount("/", root, "", syscall.MS_BIND|syscall.MS_REC, ""))
	check("entering the root", syscall.Chdir(root))
	check("moving the root", syscall.Mount(".", "/", "", syscall.MS_MOVE, ""))
	check("changing the root", syscall.Chroot("."))
	check("entering the new root", syscall.Chdir("/"))
	for _, each := range mounts {
		check("making "+each.target, os.MkdirAll(each.target, 0o755))
		check("mounting "+each.target, syscall.Mount(each.source, each.target, each.kind, each.flags, each.options))
	}
	check("linking /dev/fd", os.Symlink("/proc/self/fd", "/dev/fd"))
	check("naming the node", syscall.Sethostname([]byte("node")))
	check("raising the loopback interface", loopback())
	os.Setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
	os.Setenv("HOME", "/root")
}

func loopback() error {
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	var request struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:], "lo")
	request.flags = syscall.IFF_UP | syscall.IFF_RUNNING
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(socket), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request)))
	if errno != 0 {
		return errno
	}
	return nil
}
