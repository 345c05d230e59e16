package browser

import (
	"strconv"
	"syscall/js"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// post takes one frame to the server and back: grab, fetch, decode, show. It is reused for one
// frame after another, always with the same callbacks and the same options for fetch. It is
// free when the last promise of its frame is settled, which is also how an aborted frame ends.
type post struct {
	server  *server
	id      int
	request stream.Request
	region  wire.Region // of the frame, that is sent; the zero Region if that is all of it
	aborted bool
	answer  stream.Answer
	status  int

	init, headers, controller js.Value // of fetch
	picture                   *picture
	facts                     js.Value // the headers of the answer

	posting  func(blob js.Value) // the methods post, skip and choose, bound once
	skipped  func()
	choosing func(width, height int, luma []byte) (stream.Choice, bool)

	onAnswer, onLost js.Func
}

func newPost(s *server) *post {
	p := &post{server: s}
	p.posting, p.skipped, p.choosing = p.post, p.skip, p.choose
	p.headers = object()
	p.init = object(
		"method", "POST",
		"headers", p.headers,
		"cache", "no-store",
		"priority", "high",
	)
	p.renew()
	p.picture = newPicture(s.screen, p.decoded, p.undecodable)
	p.onAnswer = callback(p.answered)
	p.onLost = callback(p.lost)
	return p
}

// renew replaces the AbortController, which can abort only once.
func (p *post) renew() {
	p.controller = window.Get("AbortController").New()
	p.init.Set("signal", p.controller.Get("signal"))
}

func (p *post) end() {
	p.picture.release()
	p.server.posts.end(p)
}

func (p *post) carries() int { return p.id }

func (p *post) skip() {
	p.server.stream.Skip(p.id)
	p.end()
}

// choose lets the stream choose what is sent.
func (p *post) choose(width, height int, luma []byte) (stream.Choice, bool) {
	chosen, ok := p.server.stream.Choose(p.id, width, height, luma)
	p.request.Quality, p.request.Bytes = chosen.Quality, chosen.Bytes
	if !chosen.Region.IsFrame() {
		p.region = chosen.Region
	}
	return chosen, ok
}

// whole reports whether all of the frame is sent.
func (p *post) whole() bool { return p.region == wire.Region{} }

func (p *post) post(blob js.Value) {
	s := p.server
	s.stream.Sent(p.id, blob.Get("size").Int())
	if p.aborted {
		p.end()
		return
	}
	p.headers.Set(wire.HeaderFrameID, s.name+strconv.Itoa(p.id))
	p.headers.Set(wire.HeaderFrameBudget, strconv.FormatInt(p.request.Budget.Milliseconds(), 10))
	s.may.sign(p.headers)
	p.init.Set("body", blob)
	response := s.fetch.Invoke(s.url(p.request, p.region), p.init)
	// JavaScript reads the clock when the response's headers arrive, and then the body, so that
	// there is one call into Go instead of two.
	s.all.Invoke([]any{response, response.Call("then", s.clock.performance), response.Call("then", s.body)}).Call("then", p.onAnswer, p.onLost)
}

// The headers' names are converted to JavaScript once, not with every frame.
var (
	serverTiming = js.ValueOf(wire.HeaderServerTiming)
	frameReach   = js.ValueOf(wire.HeaderFrameReach)
	frameRegion  = js.ValueOf(wire.HeaderFrameRegion)
	frameQuality = js.ValueOf(wire.HeaderFrameQuality)
)

// answered is called with the response, the time when its headers arrived in ms, and its body.
func (p *post) answered(answer js.Value) {
	response, at, body := answer.Index(0), answer.Index(1), answer.Index(2)
	headers := response.Get("headers")
	p.server.headers, p.facts = headers, headers
	p.status = response.Get("status").Int()
	if p.status != 200 {
		p.fail(failure(p.status, headers, body))
		return
	}
	quality, _ := strconv.Atoi(text(headers.Call("get", frameQuality))) // absent without a limit of bytes
	p.answer = stream.Answer{
		Answered: p.server.clock.time(at.Float()),
		Received: time.Now(),
		Down:     body.Get("byteLength").Int(),
		Quality:  quality,
		Reach:    -1,
		Timing:   wire.ParseTiming(text(headers.Call("get", serverTiming))),
	}
	if reach, err := strconv.Atoi(text(headers.Call("get", frameReach))); err == nil {
		p.answer.Reach = reach
	}
	if p.aborted {
		p.end()
		return
	}
	p.picture.decode(body)
}

func (p *post) decoded() {
	if p.whole() {
		p.answer.Region = p.picture.region()
	} else { // the zero Region, which fits nowhere, if the header is missing or wrong
		p.answer.Region, _ = wire.ParseRegion(text(p.facts.Call("get", frameRegion)))
	}
	p.server.stream.Answer(p.id, p.answer)
	p.end()
}

// undecodable is called for an answer with status 200 that holds no picture, as from a captive
// portal or another kind of host.
func (p *post) undecodable() {
	p.fail(stream.Failure{Status: p.status, Detail: "the answer is not a picture"})
}

// lost is called for a request that ended without a response.
func (p *post) lost(js.Value) { p.fail(stream.Failure{}) }

func (p *post) fail(why stream.Failure) {
	p.server.stream.Fail(p.id, why)
	p.end()
}
