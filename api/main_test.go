package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"image/jpeg"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rsc.io/qr"

	"framepost/api/server"
	"framepost/api/wire"
)

// output is what a running program has written so far.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// environment is an environment of these variables alone.
func environment(variables map[string]string) (environ []string) {
	for name, value := range variables {
		environ = append(environ, name+"="+value)
	}
	return environ
}

// freePort is a port that nobody listened on a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// boot runs the program until the test ends and returns its addresses.
func boot(t *testing.T, variables map[string]string) (plain, secure string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	stderr := new(output)
	done := make(chan error, 1)
	go func() { done <- run(ctx, nil, environment(variables), io.Discard, stderr) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the program ended with %v", err)
		}
	})
	var line struct{ Message, Plain, Secure string }
	for !strings.Contains(stderr.String(), "\n") {
		select {
		case err := <-done:
			t.Fatalf("the program did not start: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	if err := json.Unmarshal([]byte(stderr.String()), &line); err != nil || line.Message != "listening" {
		t.Fatalf("%v: the program says %s", err, stderr)
	}
	return line.Plain, line.Secure
}

func TestBoot(t *testing.T) {
	plain, secure := boot(t, map[string]string{
		"PORT":                  "0",
		"FRAMEPOST_HOST":        "127.0.0.1",
		"FRAMEPOST_TLS_PORT":    freePort(t),
		"FRAMEPOST_CERT_DIR":    filepath.Join(t.TempDir(), "certificate"),
		"FRAMEPOST_DRAIN_DELAY": "0s",
	})
	anybody := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true}
	defer anybody.CloseIdleConnections()
	client := &http.Client{Transport: anybody, Timeout: 20 * time.Second}
	for _, url := range []string{plain, secure} {
		resp, err := client.Get(url + wire.PathFrame)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := jpeg.DecodeConfig(resp.Body)
		if err != nil || picture.Width != 700 {
			t.Errorf("%s answers %s, %d px wide: %v", url, resp.Status, picture.Width, err)
		}
		resp.Body.Close()
		resp, err = client.Get(url + "/config.json")
		if err != nil {
			t.Fatal(err)
		}
		var settings struct{ Secure string }
		if err := json.NewDecoder(resp.Body).Decode(&settings); err != nil {
			t.Error(err)
		}
		resp.Body.Close()
		if port := secure[strings.LastIndex(secure, ":"):]; settings.Secure != port {
			t.Errorf("the page is told %q, want the port %s", settings.Secure, port)
		}
	}
}

func TestStartFails(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, port, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for name, variables := range map[string]map[string]string{
		"port":     {"PORT": port},
		"TLS port": {"PORT": "0", "FRAMEPOST_TLS_PORT": port, "FRAMEPOST_CERT_DIR": t.TempDir()},
	} {
		variables["FRAMEPOST_HOST"] = "127.0.0.1"
		err := run(t.Context(), nil, environment(variables), io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), port) {
			t.Errorf("%s taken: %v does not name it", name, err)
		}
	}
}

func TestWrongFilesStopTheStart(t *testing.T) {
	for setting, file := range map[string]struct{ name, content, want string }{
		"FRAMEPOST_OVERLAYS": {"logo.png", "<svg/>", "logo.png"},
		"FRAMEPOST_LUTS":     {"film.cube", "TITLE \"film\"\nLUT_3D_SIZE 1000\n", "film.cube:2: "},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, file.name), []byte(file.content), 0o600); err != nil {
			t.Fatal(err)
		}
		err := run(t.Context(), nil, environment(map[string]string{"PORT": "0", setting: dir}), io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), file.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v; want one line that names the file", setting, err)
		}
	}
}

// A file that no chain can name is told in one line, and stops nothing. (Here the port does.)
func TestOddOverlaysAreIgnored(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir, pictures := t.TempDir(), filepath.Join("filter", "overlay", "testdata")
	for from, to := range map[string]string{"stamp.png": "logo.png", "veil.png": "Copy of logo.png"} {
		picture, err := os.ReadFile(filepath.Join(pictures, from))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, to), picture, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	err = run(t.Context(), nil, environment(map[string]string{"PORT": portOf(taken), "FRAMEPOST_HOST": "127.0.0.1", "FRAMEPOST_OVERLAYS": dir}), io.Discard, &log)
	if err == nil || !strings.Contains(err.Error(), "in use") || strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), "Copy of logo.png") {
		t.Errorf("%v; the log is %s", err, &log)
	}
}

func TestArguments(t *testing.T) {
	for _, argument := range []string{"--help", "-h"} {
		var out bytes.Buffer
		if err := run(t.Context(), []string{argument}, environment(nil), &out, io.Discard); err != nil {
			t.Error(err)
		}
		c := defaults()
		for _, s := range settings(&c) {
			if !strings.Contains(out.String(), s.name) || !strings.Contains(out.String(), s.value()) || !strings.Contains(out.String(), s.doc) {
				t.Errorf("%s does not tell of %s, default %q", argument, s.name, s.value())
			}
		}
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"--version"}, environment(nil), &out, io.Discard); err != nil || !strings.HasPrefix(out.String(), "framepost ") {
		t.Errorf("--version says %q: %v", &out, err)
	}
	if err := run(t.Context(), []string{"serve"}, environment(nil), io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), `"serve"`) {
		t.Errorf("an unknown argument gives %v", err)
	}
}

// What a person reads on a terminal.
func TestAnnounce(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := portOf(l)
	for _, test := range []struct {
		host  string
		first string
		lan   bool
	}{
		{"", "http://localhost:" + port, true},
		{"0.0.0.0", "http://localhost:" + port, true},
		{"127.0.0.1", "http://localhost:" + port, false},
		{"198.51.100.7", "http://198.51.100.7:" + port, false},
		{"camera.example", "http://camera.example:" + port, false},
	} {
		c := defaults()
		c.Host, c.LogFormat = test.host, formatText
		var out bytes.Buffer
		c.announce(&out, nil, server.Listeners{Plain: l, Secure: l})
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if !strings.Contains(lines[1], test.first) || !strings.Contains(lines[2], "https://") {
			t.Errorf("host %q: %s", test.host, &out)
		}
		if lan := len(lines) > 3; lan && !test.lan {
			t.Errorf("host %q: %s", test.host, &out)
		}
	}
}

// Each character shows two modules, one above the other; blocks are light.
func TestQR(t *testing.T) {
	const address = "https://192.0.2.7:8443"
	code, err := qr.Encode(address, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	writeQR(&out, address)
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	for i, line := range lines {
		row, ok := strings.CutPrefix(line, "  \x1b[97;40m")
		row, end := strings.CutSuffix(row, "\x1b[0m")
		runes := []rune(row)
		if !ok || !end || len(runes) != code.Size+8 {
			t.Fatalf("line %d: %q", i, line)
		}
		for column, r := range runes {
			x, y := column-4, 2*i-4
			if upper := r == '█' || r == '▀'; upper == code.Black(x, y) {
				t.Errorf("the module at %d, %d is %q", x, y, r)
			}
			if lower := r == '█' || r == '▄'; lower == code.Black(x, y+1) {
				t.Errorf("the module at %d, %d is %q", x, y+1, r)
			}
		}
	}
	if rows := 2 * len(lines); rows < code.Size+8 {
		t.Errorf("%d rows of %d and the margin", rows, code.Size)
	}
}
