//go:build unix

package main

import (
	"bytes"
	"image/jpeg"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
)

// nextPicture returns the width of the next picture of a stream, 0 at its end.
func nextPicture(t *testing.T, r *mjpeg.Reader) int {
	t.Helper()
	var b bytes.Buffer
	err := r.Next(&b)
	if err == io.EOF {
		return 0
	}
	picture, err2 := jpeg.DecodeConfig(&b)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	return picture.Width
}

func TestPipe(t *testing.T) {
	for _, test := range []struct {
		in, says string
		exit     int
	}{
		{strings.Repeat(string(pipeline.TestCard()), 5), "pictures: 5 read, 5 answered, 0 repeated, 0 skipped", 0},
		{"no picture", "holds no JPEG", 1},
		{"", "holds no JPEG", 1},
	} {
		command, stderr := program(t, "pipe", "--ops", "resize:320")
		command.Stdin = strings.NewReader(test.in)
		var out bytes.Buffer
		command.Stdout = &out
		if got := exitCode(t, command.Run()); got != test.exit || !strings.Contains(stderr.String(), test.says) {
			t.Errorf("%.20q: it exits with %d and says %s", test.in, got, stderr)
		}
		r, n := mjpeg.NewReader(&out, "", 1<<20), 0
		for width := nextPicture(t, r); width > 0; width = nextPicture(t, r) {
			if n++; width != 320 {
				t.Errorf("a picture is %d px wide", width)
			}
		}
		if test.exit == 0 && n != 5 {
			t.Errorf("there are %d pictures", n)
		}
	}
}

// piped starts framepost pipe between two pipes.
func piped(t *testing.T, flags ...string) (command *exec.Cmd, stdin io.Writer, stdout io.ReadCloser, stderr *output) {
	t.Helper()
	command, stderr = program(t, append([]string{"pipe"}, flags...)...)
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if stdout, err = command.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command, stdin, stdout, stderr
}

// Whoever reads the answers may go, as head does: that is no failure.
func TestPipeReaderGone(t *testing.T) {
	command, stdin, stdout, stderr := piped(t)
	go func() {
		for {
			if _, err := stdin.Write(pipeline.TestCard()); err != nil {
				return
			}
		}
	}()
	nextPicture(t, mjpeg.NewReader(stdout, "", 1<<20))
	stdout.Close()
	if got := exitCode(t, command.Wait()); got != 0 || !strings.Contains(stderr.String(), " answered, ") {
		t.Errorf("it exits with %d and says %s", got, stderr)
	}
}

// Ctrl-C ends a stream whose camera sends nothing.
func TestPipeInterruptSilentCamera(t *testing.T) {
	command, stdin, stdout, stderr := piped(t)
	if _, err := stdin.Write(pipeline.TestCard()); err != nil {
		t.Fatal(err)
	}
	r := mjpeg.NewReader(stdout, "", 1<<20)
	nextPicture(t, r)
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if nextPicture(t, r) != 0 {
		t.Error("there is a picture too many")
	}
	if got := exitCode(t, command.Wait()); got != 0 || !strings.Contains(stderr.String(), " answered, ") {
		t.Errorf("it exits with %d and says %s", got, stderr)
	}
}

// Ctrl-C ends a stream whose answers nobody takes: the one under way is larger than a pipe
// holds.
func TestPipeInterruptNobodyReads(t *testing.T) {
	command, stdin, stdout, stderr := piped(t, "--ops", "resize:4000", "--q", "100")
	if _, err := stdin.Write(pipeline.TestCard()); err != nil {
		t.Fatal(err)
	}
	begun := make([]byte, 1)
	if _, err := stdout.Read(begun); err != nil {
		t.Fatal(err)
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := exitCode(t, command.Wait()); got != 1 || !strings.Contains(stderr.String(), " answered, ") {
		t.Errorf("it exits with %d and says %s", got, stderr)
	}
}
