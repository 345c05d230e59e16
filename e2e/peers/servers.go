package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"framepost/api/wire"
	"framepost/e2e/service"
)

// server is a framepost process on one core, and a client of it.
type server struct {
	*service.Server
	client *http.Client
	url    string
	input  []byte
	cache  string
}

func startServer(binary string, input []byte, h2c bool) (*server, error) {
	cache, err := os.MkdirTemp("", "peers-cache")
	if err != nil {
		return nil, err
	}
	process, err := service.Run(binary, cache, "GOMAXPROCS=1", "FRAMEPOST_TLS_PORT=0")
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetHTTP1(!h2c)
	transport.Protocols.SetUnencryptedHTTP2(h2c)
	return &server{
		Server: process,
		client: &http.Client{Transport: transport, Timeout: 10 * time.Second},
		url:    process.URL() + wire.PathFrame + "?ops=" + wire.DefaultChain + "&q=95",
		input:  input,
		cache:  cache,
	}, nil
}

func (s *server) end() {
	s.client.CloseIdleConnections()
	s.Kill()
	os.RemoveAll(s.cache)
}

// do posts n frames, one after the other, and returns the server's CPU time for each, in ms.
func (s *server) do(n int) (float64, error) {
	if err := s.post(); err != nil {
		return 0, err
	}
	before, err := s.CPU()
	if err != nil {
		return 0, err
	}
	for range n {
		if err := s.post(); err != nil {
			return 0, err
		}
	}
	after, err := s.CPU()
	return (after - before).Seconds() * 1000 / float64(n), err
}

func (s *server) post() error {
	resp, err := s.client.Post(s.url, "image/jpeg", bytes.NewReader(s.input))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(resp.Body)
		return fmt.Errorf("%s: %s", resp.Status, text)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
