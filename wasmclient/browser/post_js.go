package browser

import (
	"math/rand/v2"
	"strconv"
	"syscall/js"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// post is one frame's way to the server and back: grab, fetch, decode, show. A post
// serves one frame after the other, each time with the same callbacks and the same
// options for fetch. It is free again when the last promise of its frame is
// settled, which is also how an aborted one ends.
type post struct {
	lane    *lane
	id      int
	request stream.Request
	aborted bool
	answer  stream.Answer
	status  int

	init, headers, controller js.Value // of fetch
	picture                   *picture

	posting func(blob js.Value) // post and skip, bound once
	skipped func()

	onAnswer, onLost js.Func
}

// lane holds what all posts share.
type lane struct {
	stream  *stream.Stream
	clock   clock
	grabber *grabber
	screen  *screen
	api     string // its origin
	name    string // of this page, before the number in a Frame-Id: pages take turns
	free    []*post
	active  []*post

	asked  stream.Request // for which target is right
	target js.Value       // a string

	fetch, all, body js.Value // functions: window.fetch, Promise.all and, of a response, arrayBuffer
}

func newLane(s *stream.Stream, c clock, grabber *grabber, screen *screen, api string) *lane {
	return &lane{
		stream: s, clock: c, grabber: grabber, screen: screen, api: api,
		name:  strconv.FormatUint(rand.Uint64N(1<<40), 36) + "-",
		fetch: bound(window, "fetch"),
		all:   bound(window.Get("Promise"), "all"),
		body:  window.Get("Function").Get("prototype").Get("call").Call("bind", window.Get("Response").Get("prototype").Get("arrayBuffer")),
	}
}

// send grabs the frame and posts it.
func (l *lane) send(request stream.Request, frame js.Value) {
	var p *post
	if last := len(l.free) - 1; last >= 0 {
		p, l.free = l.free[last], l.free[:last]
	} else {
		p = newPost(l)
	}
	l.active = append(l.active, p)
	p.id, p.request, p.aborted, p.answer = request.ID, request, false, stream.Answer{}
	l.grabber.grab(frame, request.UploadQuality, request.UploadSize, p.posting, p.skipped)
}

func (l *lane) find(id int) *post {
	for _, p := range l.active {
		if p.id == id {
			return p
		}
	}
	return nil
}

func (l *lane) show(id int) {
	if p := l.find(id); p != nil {
		l.screen.paint(p.picture)
	}
}

func (l *lane) abort(id int) {
	if p := l.find(id); p != nil && !p.aborted {
		p.aborted = true
		p.controller.Call("abort")
		p.renew()
	}
}

func newPost(l *lane) *post {
	p := &post{lane: l}
	p.posting, p.skipped = p.post, p.skip
	p.headers = object(map[string]any{})
	p.init = object(map[string]any{
		"method":   "POST",
		"headers":  p.headers,
		"cache":    "no-store",
		"priority": "high",
	})
	p.renew()
	p.picture = newPicture(l.screen, p.decoded, p.undecodable)
	p.onAnswer = callback(p.answered)
	p.onLost = callback(p.lost)
	return p
}

// renew replaces the AbortController, which works but once.
func (p *post) renew() {
	p.controller = window.Get("AbortController").New()
	p.init.Set("signal", p.controller.Get("signal"))
}

func (p *post) end() {
	p.picture.release()
	l := p.lane
	for i := range l.active {
		if l.active[i] == p {
			l.active = append(l.active[:i], l.active[i+1:]...)
			break
		}
	}
	l.free = append(l.free, p)
}

func (p *post) skip() {
	p.lane.stream.Skip(p.id)
	p.end()
}

func (p *post) post(blob js.Value) {
	p.lane.stream.Sent(p.id, blob.Get("size").Int())
	if p.aborted {
		p.end()
		return
	}
	p.headers.Set(wire.HeaderFrameID, p.lane.name+strconv.Itoa(p.id))
	p.headers.Set(wire.HeaderFrameBudget, strconv.FormatInt(p.request.Budget.Milliseconds(), 10))
	p.init.Set("body", blob)
	l := p.lane
	response := l.fetch.Invoke(l.url(p.request), p.init)
	// The browser by itself reads the clock when the response is here, and then the body,
	// so that Go is entered once for both.
	l.all.Invoke([]any{response, response.Call("then", l.clock.performance), response.Call("then", l.body)}).Call("then", p.onAnswer, p.onLost)
}

// url is the URL for that request.
func (l *lane) url(r stream.Request) js.Value {
	if l.target.IsUndefined() || r.Settings != l.asked.Settings || r.Scale != l.asked.Scale {
		query := wire.Query{Chain: r.Chain, Quality: r.Quality, Scale: r.Scale}
		l.asked, l.target = r, js.ValueOf(query.URL(l.api))
	}
	return l.target
}

// serverTiming crosses to the browser but once.
var serverTiming = js.ValueOf(wire.HeaderServerTiming)

// answered is called with the response, when it was here in ms, and its body.
func (p *post) answered(answer js.Value) {
	response, at, body := answer.Index(0), answer.Index(1), answer.Index(2)
	headers := response.Get("headers")
	p.status = response.Get("status").Int()
	if p.status != 200 {
		p.refused(headers, body)
		return
	}
	p.answer = stream.Answer{
		Answered: p.lane.clock.time(at.Float()),
		Received: time.Now(),
		Down:     body.Get("byteLength").Int(),
		Timing:   wire.ParseTiming(text(headers.Call("get", serverTiming))),
	}
	if p.aborted {
		p.end()
		return
	}
	p.picture.decode(body)
}

func (p *post) decoded() {
	p.lane.stream.Answer(p.id, p.answer)
	p.end()
}

// undecodable is an answer that says 200 but holds no picture: a captive portal, or
// an address that is not framepost's.
func (p *post) undecodable() {
	p.lane.stream.Fail(p.id, stream.Failure{Status: p.status, Detail: "the answer is not a picture"})
	p.end()
}

// refused is a response with another status than 200 and, if it is from framepost
// itself, a problem document.
func (p *post) refused(headers, body js.Value) {
	code, detail := problem(window.Get("TextDecoder").New().Call("decode", body))
	after := retryAfter(text(headers.Call("get", "Retry-After")))
	p.lane.stream.Fail(p.id, stream.Failure{Status: p.status, Code: code, Detail: detail, RetryAfter: after})
	p.end()
}

// lost is a request that ended without a response.
func (p *post) lost(js.Value) {
	p.lane.stream.Fail(p.id, stream.Failure{})
	p.end()
}

// problem reads the code and detail of a problem document (RFC 9457), which are
// empty if the text is none, like a proxy's error page.
func problem(body js.Value) (code wire.Code, detail string) {
	attempt(func() { // JSON.parse throws
		document := window.Get("JSON").Call("parse", body)
		if document.Type() == js.TypeObject {
			code, detail = wire.Code(text(document.Get("code"))), text(document.Get("detail"))
		}
	})
	return code, detail
}
