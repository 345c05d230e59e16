//go:build unix

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"framepost/api/wire"
)

// SIGHUP has the keys read again while frames are answered.
func TestReloadKeys(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("first:0123456789-0123456789\n")
	plain, _ := boot(t, map[string]string{
		"PORT": "0", "FRAMEPOST_HOST": "127.0.0.1", "FRAMEPOST_DRAIN_DELAY": "0s",
		"FRAMEPOST_KEYS_FILE": file, "FRAMEPOST_REQUIRE": "key",
	})
	status := func(key string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodHead, plain+wire.PathFrame, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+key)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if got := status("0123456789-0123456789"); got != http.StatusOK {
		t.Errorf("the first key: %d", got)
	}
	write("second:abcdefghij-abcdefghij\n")
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); status("abcdefghij-abcdefghij") != http.StatusOK; {
		if time.Now().After(deadline) {
			t.Fatal("the second key is not known")
		}
	}
	if got := status("0123456789-0123456789"); got != http.StatusUnauthorized {
		t.Errorf("the first key, taken away: %d", got)
	}
}
