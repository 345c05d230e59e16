package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"image/jpeg"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"framepost/api/pipeline"
	"framepost/api/server"
	"framepost/api/wire"
	"framepost/public"
)

// frames starts the server on the listeners and posts the test card through each.
func (r *report) frames(ctx context.Context, c config, pipe *pipeline.Pipeline, l server.Listeners) {
	r.section("Frames")
	if pipe == nil || l.Plain == nil {
		r.note("none is tried", "mend what is wrong above first")
		return
	}
	key := rand.Text() // FRAMEPOST_REQUIRE may ask for one
	c.Server.Access.Bearer.Text += " doctor:" + key
	c.Server.DrainDelay = 0
	srv, err := server.New(c.Server, pipe, public.Files, c.page(), slog.New(slog.DiscardHandler))
	if err != nil {
		r.wrong("the server does not start: "+err.Error(), "mend what this names")
		return
	}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, l) }()

	host := "localhost"
	if len(c.Server.Hosts) > 0 {
		host = c.Server.Hosts[0]
	}
	var http1, h2c, h2 http.Protocols
	http1.SetHTTP1(true)
	h2c.SetUnencryptedHTTP2(true)
	h2.SetHTTP2(true)
	r.frame(ctx, trial{"HTTP/1.1", "http://" + host, key, client(l.Plain, &http1, nil)})
	r.frame(ctx, trial{"HTTP/2 without TLS", "http://" + host, key, client(l.Plain, &h2c, nil)})
	if l.Secure != nil {
		roots := x509.NewCertPool()
		roots.AddCert(l.Certificate.Leaf)
		r.frame(ctx, trial{"HTTP/2 over TLS", "https://" + host, key,
			client(l.Secure, &h2, &tls.Config{RootCAs: roots, ServerName: "localhost"})})
	}
	stop()
	if err := <-ended; err != nil {
		r.wrong("the server ended with "+err.Error(), "raise FRAMEPOST_DRAIN_TIMEOUT if frames take longer")
	}
}

// client returns a client whose every connection is to the listener.
func client(l net.Listener, protocols *http.Protocols, config *tls.Config) *http.Client {
	return &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{
			Protocols:         protocols,
			TLSClientConfig:   config,
			DisableKeepAlives: true,
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				var d net.Dialer
				return d.DialContext(ctx, "tcp", l.Addr().String())
			},
		},
	}
}

// trial is a way to post a frame.
type trial struct {
	name, url, key string
	client         *http.Client
}

// frame posts the test card.
func (r *report) frame(ctx context.Context, t trial) {
	start := time.Now()
	width, height, err := t.post(ctx)
	if err != nil {
		r.wrong(t.name+": "+err.Error(), "see FRAMEPOST_TIMEOUT and the limits above; FRAMEPOST_LOG_LEVEL=debug shows each request")
		return
	}
	r.ok("%s: a frame of %d×%d after %v", t.name, width, height, time.Since(start).Round(time.Millisecond))
}

func (t trial) post(ctx context.Context) (width, height int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url+wire.PathFrame, bytes.NewReader(pipeline.TestCard()))
	if err != nil {
		return 0, 0, err
	}
	request.Header.Set("Authorization", "Bearer "+t.key)
	answer, err := t.client.Do(request)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, 0, err
	}
	if answer.StatusCode != http.StatusOK {
		return 0, 0, fmt.Errorf("%s: %s", answer.Status, bytes.TrimSpace(body))
	}
	picture, err := jpeg.DecodeConfig(bytes.NewReader(body))
	return picture.Width, picture.Height, err
}
