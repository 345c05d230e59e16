package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// holder returns which process listens on a TCP port, as "nginx (process 17)", or "" where
// that can't be known: without Linux's /proc, or for another user's process.
func holder(port int) string {
	sockets := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, _ := os.ReadFile(table)
		for line := range strings.Lines(string(text)) {
			if inode := listening(line, port); inode != "" {
				sockets["socket:["+inode+"]"] = true
			}
		}
	}
	if len(sockets) == 0 {
		return ""
	}
	files, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, file := range files {
		if target, _ := os.Readlink(file); sockets[target] {
			process := filepath.Dir(filepath.Dir(file))
			name, _ := os.ReadFile(filepath.Join(process, "comm"))
			return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), filepath.Base(process))
		}
	}
	return ""
}

// listening returns the inode of the socket if a line of /proc/net/tcp is one that listens
// on the port, else "". The fields are described in proc_net_tcp.rst of the Linux kernel.
func listening(line string, port int) string {
	const local, state, inode, listen = 1, 3, 9, "0A"
	fields := strings.Fields(line)
	if len(fields) <= inode || fields[state] != listen || !strings.HasSuffix(fields[local], fmt.Sprintf(":%04X", port)) {
		return ""
	}
	return fields[inode]
}
