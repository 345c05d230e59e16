package selfsigned

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func load(t *testing.T, dir string, hosts []string, now time.Time) tls.Certificate {
	t.Helper()
	cert, err := Load(dir, hosts, now)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	cert := load(t, dir, []string{"localhost", "127.0.0.1", "::1"}, start)
	for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
		if err := cert.Leaf.VerifyHostname(host); err != nil {
			t.Error(err)
		}
	}
	if key, ok := cert.Leaf.PublicKey.(*ecdsa.PublicKey); !ok || key.Curve != elliptic.P256() {
		t.Errorf("the key is %T, want ECDSA P-256", cert.Leaf.PublicKey)
	}
	if life := cert.Leaf.NotAfter.Sub(cert.Leaf.NotBefore); life > 397*24*time.Hour {
		t.Errorf("valid for %v, more than 397 days", life)
	}
	info, err := os.Stat(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file has the mode %v", info.Mode())
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the directory holds %v (%v), want the one file", entries, err)
	}
}

func TestKeptOrRemade(t *testing.T) {
	hosts := []string{"localhost", "192.0.2.7"}
	spoil := func(text string) func(*testing.T, string) {
		return func(t *testing.T, file string) {
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := []struct {
		name  string
		spoil func(*testing.T, string)
		hosts []string
		after time.Duration
		kept  bool
	}{
		{"next start", nil, hosts, time.Minute, true},
		{"a year later", nil, hosts, 365 * 24 * time.Hour, true},
		{"an address is gone", nil, hosts[:1], time.Minute, true},
		{"an address is new", nil, append(slices.Clone(hosts), "192.0.2.8"), time.Minute, false},
		{"expired", nil, hosts, 398 * 24 * time.Hour, false},
		{"about to expire", nil, hosts, 392 * 24 * time.Hour, false},
		{"not valid yet", nil, hosts, -2 * time.Hour, false},
		{"broken", spoil("-----BEGIN CERTIFICATE-----\nAAAA\n"), hosts, time.Minute, false},
		{"empty", spoil(""), hosts, time.Minute, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			first := load(t, dir, hosts, start)
			if test.spoil != nil {
				test.spoil(t, filepath.Join(dir, FileName))
			}
			now := start.Add(test.after)
			second := load(t, dir, test.hosts, now)
			if kept := bytes.Equal(first.Certificate[0], second.Certificate[0]); kept != test.kept {
				t.Errorf("kept: %v, want %v", kept, test.kept)
			}
			if !usable(second.Leaf, test.hosts, now) {
				t.Error("what was loaded is not usable")
			}
			third := load(t, dir, test.hosts, now)
			if !bytes.Equal(second.Certificate[0], third.Certificate[0]) {
				t.Error("what was made was not kept")
			}
		})
	}
}

// If nothing can be written, the certificate is valid all the same, and the error says that it
// will be lost when the program ends.
func TestNoPlaceToKeepIt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cert, err := Load(filepath.Join(file, "below"), []string{"localhost"}, time.Now())
	if !errors.Is(err, ErrNotKept) || cert.Leaf == nil || cert.Leaf.VerifyHostname("localhost") != nil {
		t.Errorf("the error is %v, the certificate %v", err, cert.Leaf)
	}
}

func TestHosts(t *testing.T) {
	hosts := Hosts()
	for _, want := range []string{"localhost", "127.0.0.1", "::1"} {
		if !slices.Contains(hosts, want) {
			t.Errorf("%v lacks %s", hosts, want)
		}
	}
	if lan := LAN(); lan != "" && (net.ParseIP(lan) == nil || !slices.Contains(hosts, lan)) {
		t.Errorf("LAN() = %q, which is not among %v", lan, hosts)
	}
}

// TestStartedTogether starts instances at once in a directory without a certificate.
func TestStartedTogether(t *testing.T) {
	hosts := []string{"localhost"}
	for round := range 50 {
		dir := t.TempDir()
		certs := make([]tls.Certificate, 8)
		var instances sync.WaitGroup
		for i := range certs {
			instances.Go(func() { certs[i] = load(t, dir, hosts, start) })
		}
		instances.Wait()
		for _, cert := range certs {
			if !bytes.Equal(cert.Certificate[0], certs[0].Certificate[0]) {
				t.Fatalf("round %d: two instances have different certificates", round)
			}
		}
	}
}
