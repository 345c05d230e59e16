//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program returns this test binary as the program with its arguments, and what it writes to
// stderr.
func program(t *testing.T, arguments ...string) (*exec.Cmd, *output) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], arguments...)
	command.Env = []string{asProgram + "=1"}
	stderr := new(output)
	command.Stderr = stderr
	return command, stderr
}

// exitCode is that of a program that has ended, -1 if a signal ended it.
func exitCode(t *testing.T, err error) int {
	t.Helper()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	if err == nil {
		return 0
	}
	return ended.ExitCode()
}

func TestProcessExitCode(t *testing.T) {
	pictures(t, "a.jpg")
	for want, arguments := range []string{"process -o out a.jpg", "process -o out a.jpg"} {
		command, stderr := program(t, strings.Fields(arguments)...)
		if got := exitCode(t, command.Run()); got != want {
			t.Errorf("%s: %d, want %d; it says %s", arguments, got, want, stderr)
		}
	}
}

// Ctrl-C leaves whole files, and none that is in the making.
func TestProcessInterrupt(t *testing.T) {
	names := make([]string, 400)
	for i := range names {
		names[i] = fmt.Sprintf("%03d.jpg", i)
	}
	pictures(t, names...)
	command, stderr := program(t, "process", "--format", "png", "--ops", "resize:1600", "-o", "out", ".")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for {
		if list, _ := filepath.Glob("out/*.png"); len(list) > 0 {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal("nothing is written")
		}
		time.Sleep(time.Millisecond)
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := exitCode(t, command.Wait()); got != 1 || !strings.Contains(stderr.String(), "interrupted when") {
		t.Errorf("it exits with %d and says %s", got, stderr)
	}
	entries, err := os.ReadDir("out")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) == len(names) {
		t.Error("it was not interrupted")
	}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join("out", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := image.Decode(bytes.NewReader(data)); err != nil || strings.HasPrefix(entry.Name(), ".") {
			t.Errorf("it leaves %s: %v", entry.Name(), err)
		}
	}
	if stderr.String() == "" || command.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
		t.Error("the signal ended it")
	}
}
