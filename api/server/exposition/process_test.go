package exposition

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// proc makes files below a new directory and returns it.
func proc(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestProcessFields(t *testing.T) {
	dir := proc(t, map[string]string{
		// whose name looks like the fields that follow it
		"self/stat":   "7 (x) R 1 2 (3) S 1 7 7 0 -1 4194304 150 0 0 0 250 50 0 0 20 0 9 0 4200 1000000 20 18446744073709551615 1 1",
		"stat":        "cpu  1 2 3\nbtime 1700000000\nprocesses 5\n",
		"self/limits": "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 524288               files     \nMax address space         unlimited            unlimited            bytes     \n",
		"self/fd/0":   "", "self/fd/1": "", "self/fd/2": "",
		"self/net/netstat": "TcpExt: InOctets B\nTcpExt: 1 2\nIpExt: A InOctets OutOctets\nIpExt: 1 500 600\n",
	})
	var p page
	writeProcess(&p, dir)
	for _, want := range []string{
		"process_cpu_seconds_total 3",
		"process_start_time_seconds 1700000042",
		"process_virtual_memory_bytes 1000000",
		"process_resident_memory_bytes " + strconv.Itoa(20*os.Getpagesize()),
		"process_open_fds 3",
		"process_max_fds 1024",
		"process_virtual_memory_max_bytes 1.8446744073709552e+19",
		"process_network_receive_bytes_total 500",
		"process_network_transmit_bytes_total 600",
	} {
		if !strings.Contains(string(p.text), "\n"+want+"\n") {
			t.Errorf("lacks %s", want)
		}
	}
	if t.Failed() {
		t.Logf("%s", p.text)
	}
}

// A sandbox may show less of /proc, or nothing.
func TestProcessUnknown(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"nothing": {},
		"short":   {"self/stat": "7 (x) R 1", "self/limits": "Max open files \n", "self/net/netstat": "IpExt: A"},
		"empty":   {"self/stat": "", "self/limits": "", "self/net/netstat": ""},
		"uneven":  {"self/net/netstat": "IpExt: A InOctets\nIpExt: 1\n"},
	} {
		var p page
		writeProcess(&p, proc(t, files))
		if len(p.text) > 0 {
			t.Errorf("%s: %s", name, p.text)
		}
	}
}
