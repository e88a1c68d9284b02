package main

import (
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var domains = map[string]int{
	"unix": syscall.AF_UNIX, "inet": syscall.AF_INET, "inet6": syscall.AF_INET6,
	"packet": syscall.AF_PACKET, "netlink": syscall.AF_NETLINK,
}

var kinds = map[string]int{"stream": syscall.SOCK_STREAM, "dgram": syscall.SOCK_DGRAM, "raw": syscall.SOCK_RAW}

const icmp, everyProtocol = 1, 0x300 // ETH_P_ALL in network order

var protocols = map[string]int{"icmp": icmp, "all": everyProtocol, "": 0}

// word is an argument, or the empty one.
func word(args []string, at int) string {
	if at < len(args) {
		return args[at]
	}
	return ""
}

func open(args []string) (int, *Failure) {
	socket, err := syscall.Socket(domains[args[0]], kinds[args[1]]|syscall.SOCK_CLOEXEC, protocols[word(args, 2)])
	return socket, failed("socket", err)
}

// address is `port` on every address of the domain, or a path for a unix socket.
func address(domain, where string) syscall.Sockaddr {
	port, _ := strconv.Atoi(where)
	switch domain {
	case "inet":
		return &syscall.SockaddrInet4{Port: port}
	case "inet6":
		return &syscall.SockaddrInet6{Port: port}
	}
	return &syscall.SockaddrUnix{Name: where}
}

// bound makes a stream socket of a domain, binds it and perhaps listens.
func bound(listen bool) Act {
	return func(args []string) *Failure {
		socket, failure := open([]string{args[0], "stream"})
		if failure != nil {
			return failure
		}
		defer syscall.Close(socket)
		if err := syscall.Bind(socket, address(args[0], args[1])); err != nil {
			return failed("bind", err)
		}
		if listen {
			return failed("listen", syscall.Listen(socket, 1))
		}
		return nil
	}
}

// get asks a server on the loopback interface (`host:port path text`) and wants `text` in what it answers.
func get(args []string) *Failure {
	connection, err := net.DialTimeout("tcp", args[0], 5*time.Second)
	if err != nil {
		return failed("connect", err)
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(20 * time.Second))
	io.WriteString(connection, "GET "+args[1]+" HTTP/1.0\r\nHost: localhost\r\n\r\n")
	answer, err := io.ReadAll(connection)
	if err != nil {
		return failed("read", err)
	}
	if !strings.Contains(string(answer), args[2]) {
		return failed("the server", &os.PathError{Op: "answered", Path: string(answer), Err: syscall.EPROTO})
	}
	return nil
}

func init() {
	add(map[string]Act{
		"socket": func(args []string) *Failure {
			socket, failure := open(args)
			if failure == nil {
				syscall.Close(socket)
			}
			return failure
		},
		"socketpair": func(args []string) *Failure {
			pair, err := syscall.Socketpair(domains[args[0]], kinds[args[1]], 0)
			if err == nil {
				syscall.Close(pair[0])
				syscall.Close(pair[1])
			}
			return failed("socketpair", err)
		},
		"bind":   bound(false),
		"listen": bound(true),
		"get":    get,
	})
}
