package sidecar

import (
	"bytes"
	"context"
	"net/http"
	"sync"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// request returns a POST of a message, with its arguments in the query. sent.Wait returns when
// nothing reads the message any more.
func (c *client) request(ctx context.Context, m pipeline.Message) (request *http.Request, sent *sync.WaitGroup) {
	u := *c.sidecar.Address.URL
	query := u.Query()
	for _, a := range m.Args {
		query.Set(a.Key, a.Value)
	}
	u.RawQuery = query.Encode()
	sent = new(sync.WaitGroup)
	sent.Add(1)
	request = (&http.Request{
		Method: http.MethodPost, URL: &u, Host: u.Host,
		Header: http.Header{
			"Content-Type":       {m.Type},
			"Accept":             {c.accept()},
			"User-Agent":         {"framepost"},
			wire.HeaderFrameSize: {wire.FormatSize(m.W, m.H)},
		},
		Body:          &message{Reader: bytes.NewReader(m.Body), closed: sync.OnceFunc(sent.Done)},
		ContentLength: int64(len(m.Body)),
	}).WithContext(ctx)
	return request, sent
}

func (c *client) accept() string {
	if c.sidecar.Answer == AnswerBoxes {
		return "application/json"
	}
	return "image/jpeg, image/png, " + pipeline.TypeRGB
}

// message is the body of a request.
type message struct {
	*bytes.Reader
	closed func()
}

func (m *message) Close() error {
	m.closed()
	return nil
}
