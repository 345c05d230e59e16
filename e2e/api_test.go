package e2e

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"framepost/api/wire"
	"framepost/e2e/browser"
	"framepost/e2e/debian"
	"framepost/e2e/service"
)

// sample returns a picture of the camera as JPEG, whose number is 42.
func sample(t *testing.T) []byte {
	t.Helper()
	data, err := film.JPEG(42, 85)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// answered checks that data is the default chain's answer to the sample.
func answered(t *testing.T, data []byte) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v: %.200q", err, data)
	}
	if size := img.Bounds().Size(); size != image.Pt(700, 525) {
		t.Errorf("the answer is %v", size)
	}
	if n, mirrored, ok := film.Row().Read(img); n != 42 || !mirrored || !ok {
		t.Errorf("the answer shows number %d (readable: %t), mirrored: %t", n, ok, mirrored)
	}
}

func TestCurl(t *testing.T) {
	t.Parallel()
	server := serve(t)
	if _, err := debian.Find("curl", "curl"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, line string }{
		{"raw", `curl -f --data-binary @in.jpg 'URL/v1/frame' -o out.jpg`},
		{"raw over TLS", `curl -f -k --http2 --data-binary @in.jpg 'TLS/v1/frame' -o out.jpg`},
		{"form", `curl -f -F frame=@in.jpg 'URL/v1/frame' -o out.jpg`},
		{"base64", `base64 in.jpg | curl -f -H 'Content-Type: text/plain' --data-binary @- 'URL/v1/frame' -o out.jpg`},
		{"chunked", `cat in.jpg | curl -f -T - -X POST 'URL/v1/frame' -o out.jpg`},
		{"the chain by name", `curl -f --data-binary @in.jpg 'URL/v1/frame?ops=resize:width=700,mirror&q=60' -o out.jpg`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "in.jpg"), sample(t), 0o644); err != nil {
				t.Fatal(err)
			}
			shell(t, server, dir, c.line)
			data, err := os.ReadFile(filepath.Join(dir, "out.jpg"))
			if err != nil {
				t.Fatal(err)
			}
			answered(t, data)
		})
	}
}

// The README's commands work when they are pasted, one after the other.
func TestReadmeCurl(t *testing.T) {
	t.Parallel()
	server := serve(t)
	if _, err := debian.Find("curl", "curl"); err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	lines := 0
	frames, _, _ := strings.Cut(string(readme), "\n## Video without a browser\n") // which package streams tests
	for line := range strings.Lines(frames) {
		command, indented := strings.CutPrefix(strings.TrimRight(line, "\n"), "    ")
		if !indented || !strings.Contains(command, "curl ") {
			continue
		}
		lines++
		command = strings.TrimPrefix(command, "$ ") // where its answer follows
		said := shell(t, server, dir, command)
		if _, target, found := strings.Cut(command, " -o "); found {
			name, _, _ := strings.Cut(target, " ")
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if _, format, err := image.DecodeConfig(bytes.NewReader(data)); err != nil || (filepath.Ext(name) == ".png") != (format == "png") {
				t.Errorf("%s: %v: %.200q", command, err, data)
			}
		} else if len(said) == 0 {
			t.Errorf("%s: no answer", command)
		}
	}
	if lines < 3 {
		t.Errorf("the README has %d lines with curl", lines)
	}
}

// shell runs a command line, with the server's addresses in it, and returns its standard
// output.
func shell(t *testing.T, server *service.Server, dir, line string) []byte {
	t.Helper()
	line = strings.NewReplacer(
		"URL", server.URL(), "TLS", server.Secure(),
		"http://localhost:8080", server.URL(), "https://localhost:8443", server.Secure(),
	).Replace(line)
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, stderr.Bytes())
	}
	return out
}

// A page written for the replaced server sends a data URL and reads one.
func TestOldPage(t *testing.T) {
	t.Parallel()
	server := serve(t)
	img, err := jpeg.Decode(bytes.NewReader(sample(t)))
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	body.WriteString("data:image/png;base64,")
	encoder := base64.NewEncoder(base64.StdEncoding, &body)
	if err := png.Encode(encoder, img); err != nil {
		t.Fatal(err)
	}
	encoder.Close()
	request, err := http.NewRequest(http.MethodPost, server.URL()+wire.PathFrame, &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	request.Header.Set("Accept", "text/plain")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "text/plain") {
		t.Fatalf("%s, %s: %.200s", answer.Status, kind, text)
	}
	coded, found := strings.CutPrefix(string(text), "data:image/jpeg;base64,")
	if !found {
		t.Fatalf("the answer begins with %.40q", text)
	}
	data, err := base64.StdEncoding.DecodeString(coded)
	if err != nil {
		t.Fatal(err)
	}
	answered(t, data)
}

// A request in progress when the process gets SIGTERM is answered; then the process ends
// without an error.
func TestDrain(t *testing.T) {
	t.Parallel()
	// Longer times than the defaults, so that the test does not depend on the machine's speed.
	server := serve(t, "FRAMEPOST_DRAIN_DELAY=2s", "FRAMEPOST_DRAIN_TIMEOUT=1m", "FRAMEPOST_READ_TIMEOUT=1m", "FRAMEPOST_TIMEOUT=1m")
	body := sample(t)
	// The server's "100 Continue" shows that it has begun to read the body.
	request := slowBody{begun: make(chan struct{}), rest: make(chan struct{}), data: bytes.NewReader(body)}
	post, err := http.NewRequest(http.MethodPost, server.URL()+wire.PathFrame, &request)
	if err != nil {
		t.Fatal(err)
	}
	post.ContentLength = int64(len(body))
	post.Header.Set("Expect", "100-continue")
	client := http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		answer, err := client.Do(post)
		if err != nil {
			done <- result{err: err}
			return
		}
		defer answer.Body.Close()
		data, err := io.ReadAll(answer.Body)
		done <- result{data, err}
	}()
	<-request.begun
	if err := server.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	says503(t, server)
	close(request.rest)
	r := <-done
	if r.err != nil {
		t.Fatal(r.err)
	}
	answered(t, r.data)
	if code, err := server.Ended(); err != nil || code != 0 {
		t.Errorf("the process ended with %d, %v", code, err)
	}
}

// says503 waits until the draining server answers requests for its health with 503.
func says503(t *testing.T, server *service.Server) {
	t.Helper()
	for began := time.Now(); time.Since(began) < browser.Patience; time.Sleep(time.Millisecond) {
		answer, err := http.Get(server.URL() + wire.PathHealth)
		if err != nil {
			t.Fatalf("the server is gone before it said that it would: %v", err)
		}
		answer.Body.Close()
		if answer.StatusCode == http.StatusServiceUnavailable {
			return
		}
	}
	t.Fatal("the server does not say that it drains")
}

// slowBody returns its data once rest is closed, and closes begun when it is first read.
type slowBody struct {
	begun, rest chan struct{}
	told        bool
	data        io.Reader
}

func (b *slowBody) Read(p []byte) (int, error) {
	if !b.told {
		b.told = true
		close(b.begun)
	}
	<-b.rest
	return b.data.Read(p)
}

// TestFirstFrame measures the time from the start of the process to its first answer, for which
// the first visitor of an instance has to wait. Beside it, it measures what the machine needs
// to start any program.
func TestFirstFrame(t *testing.T) {
	server := serve(t)
	binary, err := workshop.binary()
	if err != nil {
		t.Fatal(err)
	}
	body := sample(t)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	var took, bare []time.Duration
	for range 9 {
		server.Kill()
		began := time.Now()
		if err := server.Spawn(); err != nil {
			t.Fatal(err)
		}
		data := firstAnswer(t, client, server, body)
		took = append(took, time.Since(began))
		answered(t, data)

		began = time.Now()
		if err := exec.Command(binary, "--version").Run(); err != nil {
			t.Fatal(err)
		}
		bare = append(bare, time.Since(began))
	}
	slices.Sort(took)
	slices.Sort(bare)
	median := took[len(took)/2]
	t.Logf("from the start of the process to the first answered frame: median %v, %v to %v; to its mere --version and end: median %v",
		median, took[0], took[len(took)-1], bare[len(bare)/2])
	if *strict && median > 40*time.Millisecond {
		t.Error("more than 40 ms")
	}
}

func firstAnswer(t *testing.T, client http.Client, server *service.Server, body []byte) []byte {
	t.Helper()
	for range 100_000 {
		answer, err := client.Post(server.URL()+wire.PathFrame, "image/jpeg", bytes.NewReader(body))
		if err != nil { // it does not listen yet
			time.Sleep(200 * time.Microsecond)
			continue
		}
		defer answer.Body.Close()
		data, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	t.Fatal("no answer")
	return nil
}
