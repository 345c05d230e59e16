package streams

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"framepost/api/mjpeg"
	"framepost/api/wire"
	"framepost/e2e/debian"
)

// The README's commands work when they are pasted, one after the other.
func TestReadme(t *testing.T) {
	server, dir := serve(t), t.TempDir()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## Video without a browser\n")
	section, _, _ = strings.Cut(section, "\n## ")
	commands := 0
	said := ""
	for line := range strings.Lines(section) {
		if command, indented := strings.CutPrefix(strings.TrimRight(line, "\n"), "    "); indented {
			commands++
			said = shell(t, dir, strings.ReplaceAll(command, "http://localhost:8080", server.URL()))
		}
	}
	if commands != 5 {
		t.Errorf("there are %d commands", commands)
	}
	wantFrames(t, dir, "gray.mjpeg", 320, 240, 150, "-f mjpeg")
	wantFrames(t, dir, "card.mp4", 320, 240, 50)
	if _, _, n := probe(t, dir, "live.mp4"); n < 50 || n > 150 {
		t.Errorf("live, %d pictures of 150 came", n)
	}
	if strings.TrimSpace(said) != "(240, 320, 3)" {
		t.Errorf("OpenCV says %q", said)
	}
}

// curl sends a film and gets it back, over each protocol and in each framing.
func TestCurl(t *testing.T) {
	server, dir := serve(t), t.TempDir()
	clip(t, dir)
	shell(t, dir, "ffmpeg -v error -i clip.mjpeg -c copy -f mpjpeg clip.parts")
	for _, protocol := range []string{"--http1.1 " + server.URL(), "--http2-prior-knowledge " + server.URL(), "-k --http2 " + server.Secure()} {
		for _, framing := range []struct{ file, kind, accept, format string }{
			{"clip.mjpeg", "", "*/*", "mjpeg"},
			{"clip.mjpeg", "", mjpeg.TypeParts, "mpjpeg"},
			{"clip.parts", mjpeg.ContentType("ffmpeg"), "*/*", "mpjpeg"},
		} {
			shell(t, dir, fmt.Sprintf("curl -sS -D head -X POST -T - -H 'Content-Type: %s' -H 'Accept: %s' %s%s < %s > out",
				framing.kind, framing.accept, protocol, wire.PathStream, framing.file))
			wantFrames(t, dir, "out", 700, 525, 150, "-f "+framing.format)
			head, err := os.ReadFile(dir + "/head")
			if err != nil {
				t.Fatal(err)
			}
			for _, trailer := range []string{"answered: 150", "rubbish: 0", "end: complete"} {
				if !strings.Contains(strings.ToLower(string(head)), "stream-"+trailer) {
					t.Errorf("%s, %s: no trailer %q in %s", protocol, framing.file, trailer, head)
				}
			}
		}
	}
}

// OpenCV reads the film of the test card, and its pictures differ.
func TestOpenCV(t *testing.T) {
	server, dir := serve(t), t.TempDir()
	said := shell(t, dir, debian.Python+` -c "
import cv2
film = cv2.VideoCapture('`+server.URL()+wire.PathStream+`?fps=30')
last, different = None, 0
for n in range(20):
    ok, picture = film.read()
    assert ok and picture.shape == (525, 700, 3), (ok, n)
    different += last is not None and (picture != last).any()
    last = picture
print(different)
"`)
	if strings.TrimSpace(said) != "19" {
		t.Errorf("of 20 pictures, %s differ from the one before", said)
	}
}

// One server is the camera of another.
func TestCamera(t *testing.T) {
	camera, dir := serve(t), t.TempDir()
	server := serve(t, "FRAMEPOST_CAMERAS=front="+camera.URL()+wire.PathStream+"?fps=30&ops=resize:200")
	shell(t, dir, "ffmpeg -v error -y -f mpjpeg -i '"+server.URL()+wire.PathCameras+"/front?ops=resize:100' -frames:v 20 -c copy -f mjpeg front.mjpeg")
	wantFrames(t, dir, "front.mjpeg", 100, 75, 20, "-f mjpeg")
}
