// Package streams tests streams with the programs that people send and watch them with.
package streams

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"framepost/e2e/debian"
	"framepost/e2e/service"
)

var binary string

func TestMain(m *testing.M) {
	service.Main(m, func(built string) error {
		binary = built
		for _, program := range []string{"ffmpeg", "ffprobe", "curl"} {
			if _, err := debian.Find(strings.Replace(program, "ffprobe", "ffmpeg", 1), program); err != nil {
				return err
			}
		}
		return debian.OpenCV()
	})
}

// serve starts a server.
func serve(t *testing.T, env ...string) *service.Server {
	t.Helper()
	return service.Start(t, binary, filepath.Join(t.TempDir(), "certs"), env...)
}

// shell runs a command line in a directory and returns what it writes.
func shell(t *testing.T, dir, line string) string {
	t.Helper()
	command := exec.Command("bash", "-o", "pipefail", "-c", line)
	command.Dir = dir
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, stderr.Bytes())
	}
	return string(out)
}

// probe returns what ffprobe says of a file: the size of its pictures and their number.
func probe(t *testing.T, dir, file string, format ...string) (width, height, frames int) {
	t.Helper()
	line := "ffprobe -v error -count_frames -show_entries stream=width,height,nb_read_frames -of csv=p=0 " +
		strings.Join(format, " ") + " " + file
	fields := strings.Split(strings.TrimSpace(shell(t, dir, line)), ",")
	if len(fields) < 3 {
		t.Fatalf("%s: %v", line, fields)
	}
	var numbers [3]int
	for i := range numbers {
		n, err := strconv.Atoi(fields[i])
		if err != nil {
			t.Fatal(err)
		}
		numbers[i] = n
	}
	return numbers[0], numbers[1], numbers[2]
}

// wantFrames checks the size and the number of the pictures in a file.
func wantFrames(t *testing.T, dir, file string, width, height, frames int, format ...string) {
	t.Helper()
	if w, h, n := probe(t, dir, file, format...); w != width || h != height || n != frames {
		t.Errorf("%s has %d pictures of %d×%d, want %d of %d×%d", file, n, w, h, frames, width, height)
	}
}

// clip makes a film of 150 pictures of 640×480 px.
func clip(t *testing.T, dir string) {
	t.Helper()
	shell(t, dir, "ffmpeg -v error -y -f lavfi -i testsrc2=s=640x480:r=30:d=5 -q:v 3 -f mjpeg clip.mjpeg")
}
