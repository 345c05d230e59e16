package server

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// failure is what HTTP makes of a code.
type failure struct {
	Status int
	Title  string
	Retry  bool // the same request may succeed in a moment; a late frame has lost its worth by then
}

// failures is the one place where codes meet statuses.
var failures = map[wire.Code]failure{
	wire.BadOps:           {http.StatusBadRequest, "The operation chain is wrong", false},
	wire.BadQuality:       {http.StatusBadRequest, "The quality is wrong", false},
	wire.BadBytes:         {http.StatusBadRequest, "The number of bytes is wrong", false},
	wire.BadScale:         {http.StatusBadRequest, "The scale is wrong", false},
	wire.BadFormat:        {http.StatusBadRequest, "The format is wrong", false},
	wire.BadQuery:         {http.StatusBadRequest, "There is no such query parameter", false},
	wire.BadHeader:        {http.StatusBadRequest, "A header is wrong", false},
	wire.BadRegion:        {http.StatusBadRequest, "The region is wrong", false},
	wire.BadStream:        {http.StatusBadRequest, "The stream cannot be had like this", false},
	wire.BadBody:          {http.StatusBadRequest, "The body holds no picture", false},
	wire.BadOrigin:        {http.StatusForbidden, "Pages of this origin may not use the API", false},
	wire.BadHost:          {http.StatusMisdirectedRequest, "The server is not this host", false},
	wire.Unauthorized:     {http.StatusUnauthorized, "The server does not know who calls", false},
	wire.Expired:          {http.StatusUnauthorized, "The capability is over", false},
	wire.Forbidden:        {http.StatusForbidden, "The capability does not allow this", false},
	wire.RateLimited:      {http.StatusTooManyRequests, "The caller sends too often", true},
	wire.NotFound:         {http.StatusNotFound, "There is nothing at this path", false},
	wire.BadMethod:        {http.StatusMethodNotAllowed, "The path does not take this method", false},
	wire.TooLarge:         {http.StatusRequestEntityTooLarge, "The picture has too many bytes", false},
	wire.UnsupportedMedia: {http.StatusUnsupportedMediaType, "The body is in no format that is read here", false},
	wire.Undecodable:      {http.StatusUnprocessableEntity, "The picture is broken", false},
	wire.TooManyPixels:    {http.StatusUnprocessableEntity, "The picture has too many pixels", false},
	wire.NotLocal:         {http.StatusUnprocessableEntity, "The chain needs the whole frame", false},
	wire.SmallRegion:      {http.StatusUnprocessableEntity, "Nothing of the answer depends on the region alone", false},
	wire.TooSmall:         {http.StatusUnprocessableEntity, "The picture does not fit into so few bytes", false},
	wire.TooCostly:        {http.StatusUnprocessableEntity, "The frame would take too long", false},
	wire.Busy:             {http.StatusTooManyRequests, "The server is busy", true},
	wire.Late:             {http.StatusServiceUnavailable, "The frame waited too long", false},
	wire.Draining:         {http.StatusServiceUnavailable, "The instance is shutting down", true},
	wire.Timeout:          {http.StatusServiceUnavailable, "The request took too long", true},
	wire.NoCamera:         {http.StatusBadGateway, "The camera does not answer", true},
	wire.SidecarFailed:    {http.StatusBadGateway, "A service that the chain needs has failed", true},
	wire.SidecarLate:      {http.StatusGatewayTimeout, "A service that the chain needs is too slow", true},
	wire.FilterFailed:     {http.StatusBadGateway, "An operation of the operator's failed", false},
	wire.Internal:         {http.StatusInternalServerError, "The server has a defect", false},
}

// retryAfter is in s, and no shorter time than 1 can be said.
const retryAfter = "1"

// problem is the body of an error, RFC 9457. Its type points at the code's description
// in the OpenAPI document.
type problem struct {
	Type   string    `json:"type"`
	Title  string    `json:"title"`
	Status int       `json:"status"`
	Code   wire.Code `json:"code"`
	Detail string    `json:"detail"`
}

// statusClientGone is what metrics and logs show for a request whose client has closed it.
// There is no official status; nginx began with this number.
//
// net/http takes the end of what an HTTP/1 client sends for that, also where the client has
// closed only its own direction and waits for the answer. Nothing tells the two apart until an answer
// is written, and frames that are worked on for clients that have gone are what floods are made of.
const statusClientGone = 499

// fail answers with an error.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		w.WriteHeader(statusClientGone)
		return
	}
	e := s.coded(r, err)
	f := failures[e.Code]
	noteOf(r).code = e.Code
	body, err := json.Marshal(problem{problemType(e.Code), f.Title, f.Status, e.Code, e.Detail})
	if err != nil {
		panic(err) // strings and a number
	}
	answerNow(w, r)
	header := w.Header()
	header["Content-Type"] = problemJSON
	header["Cache-Control"] = noStore
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if f.Retry {
		header.Set("Retry-After", retryAfter)
	}
	if f.Status == http.StatusUnauthorized {
		header["Www-Authenticate"] = challenge
	}
	w.WriteHeader(f.Status)
	_, _ = w.Write(body) // whoever does not read it has gone
}

// coded finds the code of an error. One that has none is a defect: it is logged, and
// nothing of it is shown.
func (s *Server) coded(r *http.Request, err error) *wire.Error {
	var defect *pipeline.Panic
	if errors.As(err, &defect) {
		s.panics.write(s.log, r, "panic in a decoder", defect.Cause, defect.Stack)
	}
	var failure *filter.Failure
	if errors.As(err, &failure) {
		s.panics.write(s.log, r, "an operation of the operator's failed", failure.Cause, nil)
	}
	var e *wire.Error
	switch {
	case errors.As(err, &e) && failures[e.Code].Status != 0:
		return e
	case errors.Is(err, context.DeadlineExceeded):
		return &wire.Error{Code: wire.Timeout, Detail: "the frame was not finished after " + s.config.Timeout.String()}
	}
	s.log.LogAttrs(r.Context(), slog.LevelError, "error without a code",
		slog.String("path", r.URL.Path), slog.Any("error", err))
	return internal
}

var internal = &wire.Error{Code: wire.Internal, Detail: "this should not happen and has been logged; the frame is not to blame"}

func problemType(code wire.Code) string {
	return wire.PathOpenAPI + "#/components/responses/" + string(code)
}
