package process

import (
	"bytes"
	"net"
	"os/exec"
	"testing"
	"time"
)

// patience is how long a program may take to listen: far longer than it ever does.
const patience = 20 * time.Second

// Serve starts a program for the rest of a test, and returns when it listens at a TCP address. What
// it has written is shown if the test fails.
func Serve(t testing.TB, command *exec.Cmd, address string) {
	t.Helper()
	var log bytes.Buffer
	command.Stdout, command.Stderr = &log, &log
	Tie(command)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
		if t.Failed() {
			t.Logf("%s says:\n%s", command.Path, log.String())
		}
	})
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return
		}
		if time.Since(began) > patience {
			t.Fatalf("%s does not listen at %s: %v", command.Path, address, err)
		}
	}
}
