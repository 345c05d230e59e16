package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framepost/api/load"
)

func TestBench(t *testing.T) {
	plain, secure := boot(t, map[string]string{
		"PORT": "0", "FRAMEPOST_HOST": "127.0.0.1", "FRAMEPOST_DRAIN_DELAY": "0s",
		"FRAMEPOST_TLS_PORT": freePort(t), "FRAMEPOST_CERT_DIR": t.TempDir(),
	})
	for _, address := range []string{plain, secure} {
		var out, said bytes.Buffer
		arguments := []string{"bench", "--viewers", "2", "--rate", "5", "--duration", "1s", "--insecure", "--json", address}
		if err := run(t.Context(), arguments, nil, &out, &said); err != nil || said.Len() > 0 {
			t.Errorf("%s: %v; it says %q", address, err, &said)
		}
		var report load.Report
		if err := json.Unmarshal(out.Bytes(), &report); err != nil {
			t.Fatalf("%v: %s", err, &out)
		}
		// On a busy machine some frames are missed: they are counted as such.
		if report.Answered == 0 || report.Answered+report.Missed != 10 || report.Latency == nil || report.Latency.P50 <= 0 || len(report.Refused) > 0 {
			t.Errorf("%s: %s", address, &out)
		}
	}
	for _, test := range []struct{ arguments, want string }{
		{plain + " --ops resize:0", "bad_ops"},
		{plain + " --preset clasic", "Did you mean classic?"},
		{plain + " --frame note", "unsupported_media"},
		{secure, "certificate"},
	} {
		note := filepath.Join(t.TempDir(), "note")
		if err := os.WriteFile(note, []byte("no picture"), 0o666); err != nil {
			t.Fatal(err)
		}
		arguments := strings.Fields(strings.Replace(test.arguments, "note", note, 1))
		err := run(t.Context(), append([]string{"bench"}, arguments...), nil, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.arguments, err)
		}
	}
}

func TestBenchRefuses(t *testing.T) {
	for _, test := range []struct{ arguments, want string }{
		{"", "http://localhost:8080"},
		{"localhost:8080", "no address"},
		{"http://localhost:8080/v1/frame", "more than"},
		{"https://frames.example.com", "--i-own-this-server"},
		{"http://localhost --viewers 0", "1 to 1000"},
		{"http://localhost --viewers 1000 --rate 60 --duration 10m", "fewer viewers"},
		{"http://localhost --q 0", "1 to 100"},
		{"http://localhost --ops gray --preset classic", "only one"},
		{"http://localhost --frame nowhere.jpg", "nowhere.jpg"},
	} {
		err := run(t.Context(), append([]string{"bench"}, strings.Fields(test.arguments)...), nil, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.arguments, err)
		}
	}
}

func TestFrameURL(t *testing.T) {
	text := func(s string) *string { return &s }
	for _, test := range []struct {
		work
		capability, want string
	}{
		{work{quality: 85}, "", "/v1/frame?ops=resize:700,mirror&q=85"},
		{work{ops: text(""), quality: 85}, "", "/v1/frame?ops=&q=85"},
		{work{ops: text("text:a&b"), quality: 1}, "x.y", "/v1/frame?ops=text:a%26b&q=1&cap=x.y"},
		{work{preset: text("privacy"), quality: 85}, "", "/v1/frame?preset=privacy&q=85"},
	} {
		got, err := frameURL("https://frames.example.com/", test.work, test.capability, true)
		if err != nil || got != "https://frames.example.com"+test.want {
			t.Errorf("%s: %v, want %s", got, err, test.want)
		}
	}
}
