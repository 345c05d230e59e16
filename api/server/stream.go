package server

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"framepost/api/mjpeg"
	"framepost/api/server/accept"
	"framepost/api/wire"
)

// stream answers POST with every picture of the body, in order, while the body comes.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) error {
	q, err := s.flows.parse(r.URL.RawQuery)
	if err != nil {
		return err
	}
	if err := notEncoded(r); err != nil {
		return err
	}
	if r.ContentLength == 0 {
		return errNoPictures
	}
	leave, err := s.enter(r)
	if err != nil {
		return err
	}
	defer leave()
	boundary, parts := mjpeg.Boundary(r.Header.Get("Content-Type"))
	st := s.newStream(w, r, q, partsFor(r.Header.Get("Accept"), parts))
	return st.run(newArrivals(st, boundary))
}

var errNoPictures = badBody("the body holds no JPEG; send one picture after the other (ffmpeg -f mjpeg -), " +
	"or the parts of a " + mjpeg.TypeParts)

// enter counts a stream, and takes the memory that it has whatever it sends. The stream leaves
// when it has ended.
func (s *Server) enter(r *http.Request) (leave func(), err error) {
	a := s.account(r)
	if !s.streams.take(a.address, 1) {
		return nil, &wire.Error{Code: wire.Busy, Detail: "there are as many streams as the server takes, or as one address may have"}
	}
	if !a.take(mjpeg.Window) {
		s.streams.give(a.address, 1)
		return nil, s.memory.full()
	}
	return func() {
		a.give(mjpeg.Window)
		s.streams.give(a.address, 1)
	}, nil
}

// partsFor reports whether an Accept header asks for parts, rather than for pictures one after
// the other; where it prefers neither, it is as otherwise says.
func partsFor(list string, otherwise bool) bool {
	parts, raw := accept.Weight(list, mjpeg.TypeParts), accept.Weight(list, mjpeg.TypeRaw)
	if parts == raw {
		return otherwise
	}
	return parts > raw
}

// partBoundary stands between the parts of an answer. No JPEG holds it by chance.
const partBoundary = "framepost-7MA4YWxkTrZu0gW"

// separator returns the boundary of an answer, "" for one without parts.
func separator(parts bool) string {
	if parts {
		return partBoundary
	}
	return ""
}

// newStream returns a stream whose answers go to w.
func (s *Server) newStream(w http.ResponseWriter, r *http.Request, q query, parts bool) *stream {
	st := &stream{server: s, request: r, query: q, account: s.account(r), viewer: s.viewer(r), budget: noteOf(r).budget}
	st.out = newDepartures(w, s.config.StreamIdle, parts)
	st.maxSource, st.maxPixels = noteOf(r).limits.MaxPixels, noteOf(r).limits.MaxPixels
	st.maxBytes = s.config.MaxBytes
	if limit := noteOf(r).limits.MaxBytes; limit > 0 {
		st.maxBytes = min(st.maxBytes, limit)
	}
	// Full duplex: net/http would read the body to its end before the first answer.
	// HTTP/2 has it always, and says that it does not know of this.
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex()
	// Each picture has deadlines of its own. Those of the request would end the stream.
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Time{})
	if r.ProtoMajor == 1 && r.ContentLength != 0 {
		// What is left of a body must not be read as the next request.
		w.Header().Set("Connection", "close")
	}
	return st
}

// run answers the pictures of a source until it ends, the client has gone, the server drains
// or the stream has had its time.
func (st *stream) run(from source) error {
	// Over HTTP/1 the end of the time to read a body cancels the request's context, as does a
	// client that has gone. Until the body has been read, errors of reading tell them apart.
	// Nor has this context the request's span: nobody reads thousands of pictures below one.
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	st.gone = func() { context.AfterFunc(st.request.Context(), cancel) }
	if st.request.ProtoMajor > 1 || st.request.ContentLength == 0 {
		st.gone()
	} else {
		go watchHangup(ctx, st.request, cancel)
	}
	reading, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer context.AfterFunc(st.server.ending, func() { stop(errDraining) })()
	if limit := st.server.config.StreamTime; limit > 0 {
		defer time.AfterFunc(limit, func() { stop(errStreamTime) }).Stop()
	}
	end := st.pump(ctx, reading, cancel, from)
	answerNow(st.out.w, st.request)
	if !st.out.began() {
		return cmp.Or(end, st.refused, errNoPictures)
	}
	return st.finish(end, from)
}

var errStreamTime = &wire.Error{Code: wire.Timeout, Detail: "the stream has had the time that it may take"}

// finish writes the end of an answer that has begun: what became of the pictures, and why there
// are no more.
func (st *stream) finish(end error, from source) error {
	if isGone(end) {
		noteOf(st.request).status = statusClientGone
		return nil
	}
	why := wire.EndComplete
	if end != nil {
		code := st.server.coded(st.request, end).Code
		noteOf(st.request).code = code
		why = string(code)
	}
	st.out.finish(&st.counts, from.rubbish(), why)
	return nil
}
