package exposition

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Process adds the figures that the kernel has of the process, under the names that
// client_golang gave them. They are Linux's; of other systems there are none.
func (r *Registry) Process() { r.add(func(p *page) { writeProcess(p, "/proc") }) }

// ticks is how many units of time in /proc/self/stat are a second (USER_HZ): 100 on every
// architecture that Go runs on.
const ticks = 100

// writeProcess writes what it finds below proc, which is mounted as proc(5) says. What can't be read there is left out.
func writeProcess(p *page, proc string) {
	if s, err := readStat(proc); err == nil {
		p.single("process_cpu_seconds_total", "CPU time of the process, of user and kernel.", counter, s.cpu)
		p.single("process_virtual_memory_bytes", "Address space of the process.", gauge, s.virtual)
		p.single("process_resident_memory_bytes", "Memory of the process that is present.", gauge, s.resident)
		if boot, err := fields(filepath.Join(proc, "stat"), "btime"); err == nil {
			p.single("process_start_time_seconds", "When the process was started, in seconds since 1970.", gauge, float(boot, 0)+s.started)
		}
	}
	if open, err := os.ReadDir(filepath.Join(proc, "self/fd")); err == nil {
		p.single("process_open_fds", "File descriptors that are open.", gauge, float64(len(open)))
	}
	limits := filepath.Join(proc, "self/limits")
	if most, err := fields(limits, "Max open files"); err == nil {
		p.single("process_max_fds", "File descriptors that may be open.", gauge, float(most, 0))
	}
	if most, err := fields(limits, "Max address space"); err == nil {
		p.single("process_virtual_memory_max_bytes", "Address space that the process may have.", gauge, float(most, 0))
	}
	writeNetwork(p, filepath.Join(proc, "self/net/netstat"))
}

// stat is what /proc/self/stat says: CPU time and start after the machine's in s, memory in bytes.
type stat struct{ cpu, started, virtual, resident float64 }

func readStat(proc string) (stat, error) {
	text, err := os.ReadFile(filepath.Join(proc, "self/stat"))
	if err != nil {
		return stat{}, err
	}
	// The second field is the program's name in brackets, which may hold anything. Those that
	// follow are numbered from 3 in proc(5).
	f := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(f) < 22 {
		return stat{}, errors.New("exposition: " + proc + " is cut short")
	}
	const first = 3
	return stat{
		cpu:      (float(f, 14-first) + float(f, 15-first)) / ticks,
		started:  float(f, 22-first) / ticks,
		virtual:  float(f, 23-first),
		resident: float(f, 24-first) * float64(os.Getpagesize()),
	}, nil
}

// writeNetwork writes the bytes that have come and gone through the network that the process
// sees. netstat has the names of a group in one line, and the values in the next one.
func writeNetwork(p *page, netstat string) {
	text, err := os.ReadFile(netstat)
	if err != nil {
		return
	}
	lines := strings.Split(string(text), "\n")
	for i, line := range lines[:len(lines)-1] {
		names, values := strings.Fields(line), strings.Fields(lines[i+1])
		if len(names) == 0 || names[0] != "IpExt:" || len(values) != len(names) {
			continue
		}
		for j, name := range names {
			switch name {
			case "InOctets":
				p.single("process_network_receive_bytes_total", "Bytes that came by the network that the process sees.", counter, float(values, j))
			case "OutOctets":
				p.single("process_network_transmit_bytes_total", "Bytes that left by the network that the process sees.", counter, float(values, j))
			}
		}
		return
	}
}

// fields returns the words that follow a name at the beginning of a line of a file.
func fields(file, name string) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, name+" "); found {
			if words := strings.Fields(rest); len(words) > 0 {
				return words, nil
			}
		}
	}
	return nil, errors.New("exposition: " + file + " has no " + name)
}

// float returns a word as a number; "unlimited" is the largest that the kernel knows.
func float(words []string, i int) float64 {
	if words[i] == "unlimited" {
		return 1<<64 - 1
	}
	value, _ := strconv.ParseFloat(words[i], 64) // the kernel writes numbers
	return value
}
