package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// diagnose runs the doctor in an environment.
func diagnose(t *testing.T, variables map[string]string) (string, error) {
	t.Helper()
	if variables["FRAMEPOST_HOST"] == "" {
		variables["FRAMEPOST_HOST"] = "127.0.0.1"
	}
	if variables["PORT"] == "" {
		variables["PORT"] = freePort(t)
	}
	var out bytes.Buffer
	err := run(t.Context(), []string{"doctor"}, environment(variables), &out, io.Discard)
	return out.String(), err
}

func TestDoctorFindsNothing(t *testing.T) {
	port := freePort(t)
	out, err := diagnose(t, map[string]string{
		"PORT":                   port,
		"FRAMEPOST_TLS_PORT":     freePort(t),
		"FRAMEPOST_METRICS_ADDR": "127.0.0.1:0",
		"FRAMEPOST_CERT_DIR":     t.TempDir(),
		"FRAMEPOST_REQUIRE":      "key",
		"FRAMEPOST_KEYS":         "robot:01234567890123456789",
		"FRAMEPOST_CAP_KEYS":     capKey,
		"FRAMEPOST_HOSTS":        "camera.example",
	})
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	for _, want := range []string{
		"PORT=" + port + " from the environment", "FRAMEPOST_QUEUE=", "by default",
		"PORT: 127.0.0.1:" + port + " is free", "framepost.pem is valid until", "workers: ", "memory: ", "vector instructions",
		"HTTP/1.1: a frame of 700×525", "HTTP/2 without TLS: a frame of 700×525", "HTTP/2 over TLS: a frame of 700×525",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	for _, secret := range []string{capKey[3:], "01234567890123456789"} {
		if strings.Contains(out, secret) {
			t.Error("it shows a secret")
		}
	}
}

// A file in the directory of overlays that has another program's name is a note.
func TestDoctorNotesOverlays(t *testing.T) {
	overlays := t.TempDir()
	logo, err := os.ReadFile(filepath.Join("filter", "overlay", "testdata", "stamp.png"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"logo.png", "logo (1).png"} {
		if err := os.WriteFile(filepath.Join(overlays, name), logo, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := diagnose(t, map[string]string{"FRAMEPOST_OVERLAYS": overlays})
	if err != nil || !strings.Contains(out, "logo (1).png") {
		t.Errorf("%v\n%s", err, out)
	}
}

// All that is wrong is found in one run, each with what mends it.
func TestDoctorFinds(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	open := t.TempDir()
	if _, err := diagnose(t, map[string]string{"FRAMEPOST_TLS_PORT": freePort(t), "FRAMEPOST_CERT_DIR": open}); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(open, "framepost.pem"), 0o644); err != nil {
		t.Fatal(err)
	}
	overlays := t.TempDir()
	if err := os.WriteFile(filepath.Join(overlays, "logo.png"), []byte("<svg/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	luts := t.TempDir()
	if err := os.WriteFile(filepath.Join(luts, "film.cube"), []byte("LUT_3D_SIZE 2\n0 0 zero\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		variables map[string]string
		faults    int
		want      []string
	}{
		"settings": {map[string]string{"FRAMEPOST_WORKERS": "many", "FRAMEPOST_QEUE": "3", "FRAMEPOST_KEYS": "robot:hidden"}, 3,
			[]string{"FRAMEPOST_WORKERS=many", "did you mean FRAMEPOST_QUEUE", "correct FRAMEPOST_QEUE or unset it", "FRAMEPOST_KEYS=…"}},
		"port": {map[string]string{"PORT": portOf(taken)}, 1,
			[]string{"PORT: " + taken.Addr().String() + " is in use", "set PORT to another", "HTTP/1.1: a frame"}},
		"certificate": {map[string]string{"FRAMEPOST_TLS_PORT": freePort(t), "FRAMEPOST_CERT_DIR": open}, 1,
			[]string{"private key", "chmod 600 " + open}},
		"overlay": {map[string]string{"FRAMEPOST_OVERLAYS": overlays}, 1, []string{"logo.png"}},
		"lut":     {map[string]string{"FRAMEPOST_LUTS": luts}, 1, []string{"film.cube:2: "}},
		"overlay and port": {map[string]string{"FRAMEPOST_OVERLAYS": filepath.Join(overlays, "none"), "PORT": portOf(taken)}, 2,
			[]string{filepath.Join(overlays, "none") + ": no such", "is in use"}},
		"keys":   {map[string]string{"FRAMEPOST_KEYS_FILE": filepath.Join(open, "none")}, 1, []string{"none"}},
		"memory": {map[string]string{"FRAMEPOST_MEMORY_LIMIT": "9000000000000000"}, 1, []string{"set FRAMEPOST_MEMORY_LIMIT below"}},
	} {
		out, err := diagnose(t, test.variables)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprint(test.faults, " thing")) {
			t.Errorf("%s: %v, want %d\n%s", name, err, test.faults, out)
		}
		for _, want := range test.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: it does not say %q:\n%s", name, want, out)
			}
		}
		if strings.Contains(out, "hidden") {
			t.Errorf("%s: it shows a secret", name)
		}
	}
}

func TestDoctorTakesNoArguments(t *testing.T) {
	err := run(t.Context(), []string{"doctor", "now"}, environment(nil), io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `"now"`) {
		t.Error(err)
	}
}

func TestHolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has /proc/net/tcp")
	}
	for _, address := range []string{"127.0.0.1:0", "[::]:0"} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Log(err) // a machine without IPv6
			continue
		}
		port := l.Addr().(*net.TCPAddr).Port
		if by, own := holder(port), fmt.Sprintf("(process %d)", os.Getpid()); !strings.HasSuffix(by, own) {
			t.Errorf("%s is held by %q, want %s", l.Addr(), by, own)
		}
		var setting = "FRAMEPOST_METRICS_ADDR"
		if _, err := open(context.Background(), setting, l.Addr().String()); err == nil || !strings.Contains(err.Error(), setting+" to another") ||
			!strings.Contains(err.Error(), "process") {
			t.Errorf("a port in use gives %v", err)
		}
		l.Close()
		if by := holder(port); by != "" {
			t.Errorf("a closed port is held by %q", by)
		}
	}
}
