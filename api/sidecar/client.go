package sidecar

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/wire"

	"github.com/sony/gobreaker/v2"
)

// client calls one sidecar.
type client struct {
	sidecar   Sidecar
	transport *http.Transport
	room      room
	circuit   *gobreaker.TwoStepCircuitBreaker[any]
}

// maxHeader bounds the headers of an answer, in bytes.
const maxHeader = 16 << 10

func newClient(s Sidecar, log *slog.Logger) *client {
	c := &client{sidecar: s, room: newRoom(s.Concurrency), circuit: newCircuit(s.Name, log)}
	dialer := net.Dialer{Timeout: s.Timeout}
	c.transport = &http.Transport{ // no proxy: the address is beside this program
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if s.Address.Socket != "" {
				network, address = "unix", s.Address.Socket
			}
			return dialer.DialContext(ctx, network, address)
		},
		MaxIdleConnsPerHost:    s.Concurrency,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true,
	}
	return c
}

// call sends a message and returns the answer. It waits for room at the sidecar and for the answer
// together as long as the sidecar's timeout says.
func (c *client) call(ctx context.Context, m pipeline.Message) (reply pipeline.Reply, err error) {
	if c.circuit.State() == gobreaker.StateOpen {
		return reply, errOpen // without waiting for those that hang
	}
	limited, cancel := context.WithTimeout(ctx, c.sidecar.Timeout)
	defer cancel()
	if err := c.room.enter(limited); err != nil {
		return reply, c.reason(ctx, limited, err, wire.ReasonBusy)
	}
	defer c.room.leave()
	done, err := c.circuit.Allow()
	if err != nil {
		return reply, errOpen
	}
	reply, body, err := c.post(ctx, limited, m)
	if isDown(err) && limited.Err() == nil {
		// It may have ended the connections that were kept since the last frame, as it does
		// when it is started anew. A frame may be sent twice.
		c.transport.CloseIdleConnections()
		reply, body, err = c.post(ctx, limited, m)
	}
	if err != nil {
		done(blameless(err))
		return reply, err
	}
	reply.Done = func(err error) {
		body.Release()
		done(blameless(err))
	}
	return reply, nil
}

// post sends the message and reads the answer into the body.
func (c *client) post(ctx, limited context.Context, m pipeline.Message) (reply pipeline.Reply, body *pool.Buffer, err error) {
	request, sent := c.request(limited, m)
	defer sent.Wait() // the memory of the message is another frame's afterwards
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		return reply, nil, c.reason(ctx, limited, err, wire.ReasonDown)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return reply, nil, &pipeline.ServiceError{Reason: wire.ReasonStatus, Cause: errors.New("it answered " + statusOf(response))}
	}
	body, err = read(response, m.Limit)
	if err != nil {
		return reply, nil, c.reason(ctx, limited, err, wire.ReasonDown)
	}
	reply.Type, _, _ = strings.Cut(response.Header.Get("Content-Type"), ";")
	reply.W, reply.H = parseSize(response.Header.Get(wire.HeaderFrameSize))
	reply.Body = body.Bytes
	return reply, body, nil
}

// reason returns the error of a frame nobody waits for, or else that of a call.
func (c *client) reason(ctx, limited context.Context, err error, otherwise wire.Reason) error {
	var known *pipeline.ServiceError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &known):
		return err
	case limited.Err() != nil:
		return &pipeline.ServiceError{Reason: wire.ReasonLate, Cause: fmt.Errorf("it had %v", c.sidecar.Timeout)}
	}
	return &pipeline.ServiceError{Reason: otherwise, Cause: err}
}

func isDown(err error) bool {
	var e *pipeline.ServiceError
	return errors.As(err, &e) && e.Reason == wire.ReasonDown
}

// statusOf returns the status of an answer with the beginning of its text.
func statusOf(response *http.Response) string {
	const most = 200
	text, _ := io.ReadAll(io.LimitReader(response.Body, most)) // the status is enough
	return response.Status + ": " + strconv.QuoteToASCII(string(text))
}

// parseSize reads what wire.FormatSize writes. It returns zeros for anything else.
func parseSize(text string) (w, h int) {
	width, height, _ := strings.Cut(text, "x")
	w, err := strconv.Atoi(width)
	h, err2 := strconv.Atoi(height)
	if err != nil || err2 != nil {
		return 0, 0
	}
	return w, h
}
