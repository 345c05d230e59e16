package load

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"framepost/api/wire"
)

// patience is how long an answer may take.
const patience = 15 * time.Second

// Client posts frames by HTTP/2, with a connection for each viewer.
type Client struct {
	url     string
	frame   []byte
	clients []*http.Client
}

// NewClient returns a Client of so many viewers, that posts a frame to a URL: by HTTP/2 over
// TLS where that begins with https, else by unencrypted HTTP/2. insecure accepts any
// certificate.
//
// Neither a proxy that the environment names is asked nor a redirect followed: the load goes
// to the address that was given and nowhere else.
func NewClient(url string, frame []byte, viewers int, insecure bool) *Client {
	c := &Client{url: url, frame: frame}
	var protocols http.Protocols
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	for range viewers {
		c.clients = append(c.clients, &http.Client{
			Timeout:       patience,
			Transport:     &http.Transport{Protocols: &protocols, TLSClientConfig: &tls.Config{InsecureSkipVerify: insecure}},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		})
	}
	return c
}

// Close closes the connections.
func (c *Client) Close() {
	for _, client := range c.clients {
		client.CloseIdleConnections()
	}
}

// Post is a Post.
func (c *Client) Post(ctx context.Context, viewer int) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(c.frame))
	if err != nil {
		return err
	}
	answer, err := c.clients[viewer].Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return refusal(answer)
	}
	kind := answer.Header.Get("Content-Type")
	if n, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	} else if n == 0 || !strings.HasPrefix(kind, "image/") {
		return fmt.Errorf("the answer is %d bytes of %q and no picture: is this the endpoint?", n, kind)
	}
	return nil
}

// refusal returns the error that an answer holds, or one that has the status as its code.
func refusal(answer *http.Response) error {
	const enough = 64 << 10
	problem := wire.Error{Code: wire.Code(fmt.Sprint("http_", answer.StatusCode)), Detail: answer.Status}
	if err := json.NewDecoder(io.LimitReader(answer.Body, enough)).Decode(&problem); err != nil || problem.Code == "" {
		return &wire.Error{Code: wire.Code(fmt.Sprint("http_", answer.StatusCode)), Detail: answer.Status}
	}
	return &problem
}
