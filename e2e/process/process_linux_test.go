package process

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestCPUGrowsWithWork(t *testing.T) {
	before, err := CPU(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	// However long it takes: a busy machine gives the process little time.
	for range 1_000_000 {
		for x := range 1_000_000 {
			sink += x
		}
		after, err := CPU(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		if after > before {
			return
		}
	}
	t.Error("no time has been used")
}

var sink int

func TestTreeHasTheChildren(t *testing.T) {
	child := exec.Command("sh", "-c", "while :; do :; done")
	Tie(child)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	}()
	own, err := CPU(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for {
		used, err := CPU(child.Process.Pid)
		if err != nil {
			t.Fatal(err)
		}
		if used > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if tree, err := Tree(os.Getpid()); err != nil || tree <= own {
		t.Errorf("the tree has used %v, of which %v is our own, %v", tree, own, err)
	}
}

func TestNoSuchProcess(t *testing.T) {
	if _, err := CPU(-1); err == nil {
		t.Error("process -1 has used time")
	}
	if _, err := Tree(-1); err == nil {
		t.Error("process -1 has a tree")
	}
}
