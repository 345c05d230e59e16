package service

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"framepost/api/wire"
	"framepost/e2e/process"
)

// patience is how long a server may take to start or to end: far longer than it ever takes, so
// that only a defect exceeds it.
const patience = time.Minute

// Server is a running process of the binary.
type Server struct {
	Port, TLSPort int

	binary string
	env    []string
	log    logBuffer
	cmd    *exec.Cmd
	ended  chan struct{} // closed when the process has ended
}

// Start starts the binary on free ports and returns when it serves. The process is killed at
// the end of the test, and its log is shown if the test has failed. certs is the directory for
// its certificate; env are further variables, NAME=value.
func Start(t testing.TB, binary, certs string, env ...string) *Server {
	t.Helper()
	s, err := Run(binary, certs, env...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Kill()
		if t.Failed() {
			t.Logf("the server's log:\n%s", s.Log())
		}
	})
	return s
}

// Run is Start outside of a test: the caller must kill the server.
func Run(binary, certs string, env ...string) (*Server, error) {
	ports, err := FreePorts(2)
	if err != nil {
		return nil, err
	}
	s := &Server{Port: ports[0], TLSPort: ports[1], binary: binary}
	s.env = append(os.Environ(),
		"PORT="+strconv.Itoa(s.Port),
		"FRAMEPOST_TLS_PORT="+strconv.Itoa(s.TLSPort),
		"FRAMEPOST_HOST=127.0.0.1",
		"FRAMEPOST_CERT_DIR="+certs,
	)
	s.env = append(s.env, env...)
	if err := s.Restart(); err != nil {
		return nil, err
	}
	return s, nil
}

// URL returns the address without TLS. Browsers treat it as secure, since it is localhost.
func (s *Server) URL() string { return fmt.Sprintf("http://localhost:%d", s.Port) }

// Secure returns the address with TLS, where browsers use HTTP/2.
func (s *Server) Secure() string { return fmt.Sprintf("https://localhost:%d", s.TLSPort) }

// Restart starts the process again, on the same ports, and returns when it serves.
func (s *Server) Restart() error {
	if err := s.Spawn(); err != nil {
		return err
	}
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for began := time.Now(); time.Since(began) < patience; time.Sleep(2 * time.Millisecond) {
		select {
		case <-s.ended:
			return fmt.Errorf("the server ended at once:\n%s", s.Log())
		default:
		}
		answer, err := client.Get(s.URL() + wire.PathHealth)
		if err != nil {
			continue
		}
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return nil
		}
	}
	s.Kill()
	return fmt.Errorf("the server does not get healthy:\n%s", s.Log())
}

// Spawn starts the process and does not wait for it to serve.
func (s *Server) Spawn() error {
	s.cmd = exec.Command(s.binary)
	s.cmd.Env = s.env
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	process.Tie(s.cmd)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	ended, cmd := make(chan struct{}), s.cmd
	s.ended = ended
	go func() {
		_ = cmd.Wait() // the result is in ProcessState
		close(ended)
	}()
	return nil
}

// Kill ends the process without a chance to drain, and waits until it is gone.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill() // it may have ended already
	<-s.ended
}

// Signal sends a signal to the process.
func (s *Server) Signal(signal os.Signal) error { return s.cmd.Process.Signal(signal) }

// Ended waits until the process has ended by itself and returns its exit code.
func (s *Server) Ended() (int, error) {
	select {
	case <-s.ended:
		return s.cmd.ProcessState.ExitCode(), nil
	case <-time.After(patience):
		return 0, fmt.Errorf("the server still runs after %v:\n%s", patience, s.Log())
	}
}

// CPU returns the time that the process has used so far.
func (s *Server) CPU() (time.Duration, error) { return process.CPU(s.cmd.Process.Pid) }

// PeakMemory returns the largest size of the process's memory so far, in bytes.
func (s *Server) PeakMemory() (int, error) { return process.PeakMemory(s.cmd.Process.Pid) }

// Log returns what the server has written so far.
func (s *Server) Log() string { return s.log.String() }

// Certificate returns the SHA-256 of the public key in the server's certificate in base64, the
// form in which Chromium is told to trust it.
func (s *Server) Certificate() (string, error) {
	conn, err := tls.Dial("tcp", fmt.Sprintf("localhost:%d", s.TLSPort), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		return "", err
	}
	defer conn.Close()
	sum := sha256.Sum256(conn.ConnectionState().PeerCertificates[0].RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}

// FreePorts returns ports on which no program listens. Systems choose ports of their own from
// 32768 upwards (Linux) or 49152 (RFC 6335): one from there might be taken again, by any
// connection, before the server listens. So these are from below, at random, since several
// tests look for some at the same time.
func FreePorts(n int) ([]int, error) {
	const first, end, tries = 12000, 32000, 100
	var ports []int
	for range tries {
		port := first + rand.IntN(end-first)
		listener, err := net.Listen("tcp", net.JoinHostPort("localhost", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		defer listener.Close() // after all ports are found, so that they differ
		if ports = append(ports, port); len(ports) == n {
			return ports, nil
		}
	}
	return nil, errors.New("no port is free")
}

// logBuffer is written by the process and read by the test.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
