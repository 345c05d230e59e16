package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// counts are what became of the pictures of a stream.
type counts struct {
	read, answered, repeated, skipped atomic.Int64
}

// write sends what stands for a picture. An error ends the stream.
func (st *stream) write(p *piece) error {
	switch {
	case p.err == nil:
		if err := st.out.picture(p.answer, ""); err != nil {
			return err
		}
		st.counts.answered.Add(1)
		st.server.metrics.answered.Inc()
		st.server.metrics.sent.Add(len(p.answer.Body.Bytes))
		if st.query.flow.onError == wire.OnErrorRepeat {
			st.last, p.answer = p.answer, st.last // the one before is released in its place
		}
		return nil
	case errors.Is(p.err, context.Canceled):
		return p.err
	}
	code := st.server.coded(st.request, p.err).Code
	st.refused = p.err
	switch {
	case code == wire.Unauthorized || code == wire.Expired || code == wire.Forbidden:
		return p.err
	case code == wire.Late || code == wire.Busy || code == wire.RateLimited:
		st.skip() // nothing is wrong with the picture
		return nil
	case st.query.flow.onError == wire.OnErrorStop:
		return p.err
	case !st.out.began() && code != wire.Undecodable:
		return p.err // the chain's fault or a limit's, as it will be with the pictures that follow
	case st.last.Body == nil:
		st.skip()
		return nil
	}
	if err := st.out.picture(st.last, code); err != nil {
		return err
	}
	st.counts.repeated.Add(1)
	st.server.metrics.repeated.Inc()
	st.server.metrics.sent.Add(len(st.last.Body.Bytes))
	return nil
}

// skip counts a picture for which nothing is sent.
func (st *stream) skip() {
	st.counts.skipped.Add(1)
	st.server.metrics.skipped.Inc()
}

// departures are the answers on their way to the client.
type departures struct {
	w       http.ResponseWriter
	control *http.ResponseController
	idle    time.Duration // that one may take
	parts   bool
	framing *mjpeg.Writer
	fields  []mjpeg.Field
}

func newDepartures(w http.ResponseWriter, idle time.Duration, parts bool) *departures {
	return &departures{w: w, control: http.NewResponseController(w), idle: idle, parts: parts}
}

func (d *departures) began() bool { return d.framing != nil }

// trailers are announced before the body, RFC 9110 section 6.6.2.
var trailers = []string{wire.TrailerRead, wire.TrailerAnswered, wire.TrailerRepeated, wire.TrailerSkipped,
	wire.TrailerRubbish, wire.TrailerEnd}

// begin has the status and the headers sent with the first picture.
func (d *departures) begin() {
	header := d.w.Header()
	header.Set("Content-Type", mjpeg.ContentType(separator(d.parts)))
	header["Cache-Control"] = noStore
	header.Set("Trailer", strings.Join(trailers, ", "))
	header.Set("X-Accel-Buffering", "no") // nginx, for one, would collect pictures
	d.framing = mjpeg.NewWriter(d.w, separator(d.parts))
}

// picture sends an answer, at once. Where another one should stand, code says why it does not.
func (d *departures) picture(answer pipeline.Answer, code wire.Code) error {
	if !d.began() {
		d.begin()
	}
	d.fields = d.fields[:0]
	add := func(name, value string) { d.fields = append(d.fields, mjpeg.Field{Name: name, Value: value}) }
	facts(answer, add)
	if code == "" {
		add(wire.HeaderServerTiming, answer.Timing.String())
	} else {
		add(wire.HeaderFrameError, string(code))
	}
	_ = d.control.SetWriteDeadline(time.Now().Add(d.idle)) // net/http's own writers can
	err := d.framing.Picture(answer.Body.Bytes, d.fields...)
	if err == nil {
		err = d.control.Flush()
	}
	if err != nil {
		return errGone
	}
	_ = d.control.SetWriteDeadline(time.Time{}) // over HTTP/2 it ends streams that write nothing
	return nil
}

// finish sends the end, with the trailers.
func (d *departures) finish(c *counts, rubbish int64, why string) {
	_ = d.control.SetWriteDeadline(time.Now().Add(stall))
	_ = d.framing.Close() // whoever does not read it has gone
	header := d.w.Header()
	for name, n := range map[string]int64{
		wire.TrailerRead:     c.read.Load(),
		wire.TrailerAnswered: c.answered.Load(),
		wire.TrailerRepeated: c.repeated.Load(),
		wire.TrailerSkipped:  c.skipped.Load(),
		wire.TrailerRubbish:  rubbish,
	} {
		header.Set(name, strconv.FormatInt(n, 10))
	}
	header.Set(wire.TrailerEnd, why)
}
