//go:build unix

package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// asProgram is a variable of the environment that makes the test binary the program itself.
const asProgram = "TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A terminal sends Ctrl-C to the whole process group, so the task runner and the program get
// it both. The program then ends without a complaint.
func TestInterrupt(t *testing.T) {
	program := exec.Command(os.Args[0])
	program.Env = []string{asProgram + "=1", "PORT=0", "FRAMEPOST_HOST=127.0.0.1", "FRAMEPOST_DRAIN_DELAY=0s", "FRAMEPOST_LOG_FORMAT=text"}
	program.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var stdout bytes.Buffer
	program.Stdout = &stdout
	stderr, err := program.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() })
	var said []string
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		said = append(said, lines.Text())
		if strings.Contains(lines.Text(), "http://") {
			if err := syscall.Kill(-program.Process.Pid, syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := program.Wait(); err != nil || stdout.Len() > 0 {
		t.Errorf("%v; it prints %q and says %q", err, &stdout, said)
	}
	if len(said) != 3 || !strings.Contains(said[2], "draining") {
		t.Errorf("it says %q; want its address and that it drains", said)
	}
}
