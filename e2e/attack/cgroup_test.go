package attack

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// confined returns a program that runs another one in a cgroup with memory for a small
// instance, where cgroups may be made, of either version. Elsewhere the
// program's own limit stands for it.
func confined(t *testing.T, program string) string {
	t.Helper()
	name := fmt.Sprintf("framepost-attack-%d", os.Getpid())
	enter := ""
	for _, version := range []struct{ root, limit string }{
		{"/sys/fs/cgroup/memory", "memory.limit_in_bytes"}, {"/sys/fs/cgroup", "memory.max"},
	} {
		group := filepath.Join(version.root, name)
		if os.Mkdir(group, 0o755) != nil {
			continue
		}
		t.Cleanup(func() { _ = os.Remove(group) })
		limit, err := os.OpenFile(filepath.Join(group, version.limit), os.O_WRONLY, 0) // the kernel has made it
		if err != nil {
			continue
		}
		_, err = fmt.Fprint(limit, memory)
		if limit.Close(); err == nil {
			enter = "echo $$ > " + filepath.Join(group, "cgroup.procs") + "\n"
			break
		}
	}
	if enter == "" {
		t.Log("no cgroup may be made here")
		enter = fmt.Sprintf("export FRAMEPOST_MEMORY_LIMIT=%d\n", memory*3/4)
	}
	path := filepath.Join(dir, "confined")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+enter+"exec "+program+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}
