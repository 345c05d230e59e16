// Package process handles the programs that the tests start: it ends them with the tests, and
// reports how much CPU time and memory they use.
package process

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of CPU times in /proc: 1/100 s on every Linux that is built
// for a desktop or a server (USER_HZ).
const tick = 10 * time.Millisecond

// CPU returns the user and system time that a process has used so far. It needs Linux's /proc.
func CPU(pid int) (time.Duration, error) {
	stat, err := read(pid)
	return stat.cpu, err
}

// PeakMemory returns the largest size of a process's memory so far, in bytes (VmHWM in
// proc_pid_status(5)). It needs Linux's /proc.
func PeakMemory(pid int) (int, error) {
	path := fmt.Sprintf("/proc/%d/status", pid)
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(data), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	kB, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(line, "kB")))
	if err != nil {
		return 0, fmt.Errorf("%s: no peak memory: %w", path, err)
	}
	return kB << 10, nil
}

// Tree returns the CPU time of a process and of all its descendants that are still alive.
func Tree(pid int) (time.Duration, error) {
	root, err := read(pid)
	if err != nil {
		return 0, err
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0, err
	}
	children := map[int][]status{}
	for _, entry := range entries {
		if id, err := strconv.Atoi(entry.Name()); err == nil {
			if s, err := read(id); err == nil { // it may have ended meanwhile
				children[s.parent] = append(children[s.parent], s)
			}
		}
	}
	total := time.Duration(0)
	for queue := []status{root}; len(queue) > 0; queue = queue[1:] {
		total += queue[0].cpu
		queue = append(queue, children[queue[0].pid]...)
	}
	return total, nil
}

type status struct {
	pid, parent int
	cpu         time.Duration
}

// read parses /proc/PID/stat, see proc_pid_stat(5). The name in brackets may contain any
// characters, so the fields are counted from the last bracket.
func read(pid int) (status, error) {
	path := fmt.Sprintf("/proc/%d/stat", pid)
	data, err := os.ReadFile(path)
	if err != nil {
		return status{}, err
	}
	line := string(data)
	fields := strings.Fields(line[strings.LastIndexByte(line, ')')+1:])
	if len(fields) < 13 {
		return status{}, fmt.Errorf("%s: %q is too short", path, line)
	}
	var n [3]int
	for i, field := range []int{1, 11, 12} { // ppid, utime, stime
		if n[i], err = strconv.Atoi(fields[field]); err != nil {
			return status{}, fmt.Errorf("%s: %w", path, err)
		}
	}
	return status{pid: pid, parent: n[0], cpu: time.Duration(n[1]+n[2]) * tick}, nil
}
