//go:build unix

package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
)

// Ctrl-C ends a load, and what was measured until then is written.
func TestBenchInterrupt(t *testing.T) {
	begun := make(chan struct{})
	var frames atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/jpeg")
		_, _ = w.Write([]byte("picture"))
		if frames.Add(1) == 2 { // the first one is only tried
			close(begun)
		}
	}))
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Start()
	defer server.Close()
	command, stderr := program(t, "bench", "--viewers", "1", "--rate", "1", "--duration", "1m", server.URL)
	var out bytes.Buffer
	command.Stdout = &out
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-begun
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := exitCode(t, command.Wait()); got != 1 || !strings.Contains(stderr.String(), "interrupted") || !strings.Contains(out.String(), "answered") {
		t.Errorf("it exits with %d, writes %s and says %s", got, &out, stderr)
	}
}

func TestBenchNobodyThere(t *testing.T) {
	command, stderr := program(t, "bench", "http://127.0.0.1:"+freePort(t))
	if got := exitCode(t, command.Run()); got != 1 || !strings.Contains(stderr.String(), "refused") {
		t.Errorf("it exits with %d and says %s", got, stderr)
	}
}
