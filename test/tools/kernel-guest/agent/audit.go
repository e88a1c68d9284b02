package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// Message types of the kernel's audit interface (linux/audit.h).
const (
	auditSet     = 1001
	auditUserAvc = 1107
	// maskPid and the others say which fields of the status a message sets.
	maskEnabled, maskPid, maskBacklog = 1, 4, 16
	backlog                           = 65536
	patience                          = 5 * time.Second
)

// Audit takes the place of the audit daemon: the kernel then hands every record to it, in order and unabridged, where
// its log would drop what comes too fast.
type Audit struct {
	socket  int
	marks   int
	records chan string
}

func listen() *Audit {
	socket, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_AUDIT)
	check("opening the audit socket", err)
	check("binding the audit socket", syscall.Bind(socket, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}))
	syscall.SetsockoptInt(socket, syscall.SOL_SOCKET, syscall.SO_RCVBUFFORCE, 16<<20)
	audit := &Audit{socket: socket, records: make(chan string, backlog)}
	status := make([]byte, 40)
	binary.NativeEndian.PutUint32(status[0:], maskEnabled|maskPid|maskBacklog)
	binary.NativeEndian.PutUint32(status[4:], 1)
	binary.NativeEndian.PutUint32(status[12:], uint32(os.Getpid()))
	binary.NativeEndian.PutUint32(status[20:], backlog)
	audit.send(auditSet, status)
	go audit.receive()
	return audit
}

func (audit *Audit) send(kind uint16, body []byte) {
	message := make([]byte, syscall.NLMSG_HDRLEN, syscall.NLMSG_HDRLEN+len(body))
	binary.NativeEndian.PutUint32(message[0:], uint32(cap(message)))
	binary.NativeEndian.PutUint16(message[4:], kind)
	binary.NativeEndian.PutUint16(message[6:], syscall.NLM_F_REQUEST)
	err := syscall.Sendto(audit.socket, append(message, body...), 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK})
	check("writing to the audit socket", err)
}

func (audit *Audit) receive() {
	buffer := make([]byte, 1<<16)
	for {
		count, _, err := syscall.Recvfrom(audit.socket, buffer, 0)
		if err == syscall.EINTR || err == syscall.ENOBUFS {
			continue
		}
		check("reading the audit socket", err)
		if count > syscall.NLMSG_HDRLEN {
			kind := binary.NativeEndian.Uint16(buffer[4:])
			body := strings.TrimRight(string(buffer[syscall.NLMSG_HDRLEN:count]), "\x00\n")
			audit.records <- fmt.Sprintf("type=%d %s", kind, body)
		}
	}
}

// drain gives back the records up to now. The kernel hands them over in order, some time later: a record of our own,
// put in behind them, says when all are here.
func (audit *Audit) drain() []string {
	audit.marks++
	mark := fmt.Sprintf("mark=%d-of-the-agent", audit.marks)
	audit.send(auditUserAvc, append([]byte(mark), 0))
	found := []string{}
	late := time.After(patience)
	for {
		select {
		case record := <-audit.records:
			if strings.Contains(record, mark) {
				return found
			}
			found = append(found, record)
		case <-late:
			panic("the audit interface does not answer")
		}
	}
}
