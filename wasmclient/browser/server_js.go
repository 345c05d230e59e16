package browser

import (
	"math/rand/v2"
	"strconv"
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// server is the lane that posts frames to the API. It holds what its posts share.
type server struct {
	stream  *stream.Stream
	clock   clock
	grabber *grabber
	masker  *masker
	screen  *screen
	api     string // its origin
	may     *credential
	name    string // of this page, before the frame's number in a Frame-Id: pages take turns
	posts   carriers[*post]

	headers js.Value                                  // of the last answer
	shown   func(headers js.Value, width, height int) // called with each answer that has been painted

	asked   stream.Request // the request that address was made for
	address string         // the URL
	target  js.Value       // the same, a JavaScript string

	fetch, all, body js.Value // functions: window.fetch, Promise.all and Response.arrayBuffer
}

func newServer(s *stream.Stream, c clock, grabber *grabber, screen *screen, api string, may *credential) *server {
	server := &server{
		stream: s, clock: c, grabber: grabber, screen: screen, api: api, may: may,
		name:  strconv.FormatUint(rand.Uint64N(1<<40), 36) + "-",
		fetch: bound(window, "fetch"),
		all:   bound(window.Get("Promise"), "all"),
		body:  window.Get("Function").Get("prototype").Get("call").Call("bind", window.Get("Response").Get("prototype").Get("arrayBuffer")),
	}
	server.posts.anew = func() *post { return newPost(server) }
	return server
}

func (s *server) send(request stream.Request, frame js.Value) {
	p := s.posts.take()
	p.id, p.request, p.aborted, p.answer = request.ID, request, false, stream.Answer{}
	p.region = wire.Region{}
	how := grab{quality: request.UploadQuality, size: request.UploadSize, done: p.posting, fail: p.skipped}
	if request.Mask == "" {
		how.compare, how.choose = request.Compare, p.choosing
		s.grabber.take(frame, how)
		return
	}
	s.masker.mask(request.Mask, frame, func(masked js.Value) { s.grabber.takeMasked(masked, how) }, func(why stream.Failure) {
		s.stream.Unmasked(p.id, why)
		p.end()
	})
}

func (s *server) show(id int) {
	if p, ok := s.posts.find(id); ok {
		s.screen.paint(p.picture, p.answer.Region)
		if p.whole() { // otherwise the whole picture's facts remain
			s.shown(p.facts, s.screen.width, s.screen.height)
		}
	}
}

func (s *server) abort(id int) {
	if p, ok := s.posts.find(id); ok && !p.aborted {
		p.aborted = true
		p.controller.Call("abort")
		p.renew()
	}
}

// figures returns what the chain has measured of the last frame that was answered, or "".
func (s *server) figures() string { return s.header(wire.HeaderFrameFigures) }

// skipped returns which services the last frame went without, or "".
func (s *server) skipped() string { return s.header(wire.HeaderFrameSkipped) }

func (s *server) header(name string) string {
	if s.headers.IsUndefined() {
		return ""
	}
	return text(s.headers.Call("get", name))
}

// url returns the URL for a region, or for a whole frame if that is zero. It caches that of whole
// frames, since it rarely changes.
func (s *server) url(r stream.Request, region wire.Region) js.Value {
	if s.target.IsUndefined() || r.Settings != s.asked.Settings || r.Bytes != s.asked.Bytes || r.Scale != s.asked.Scale {
		query := wire.Query{Chain: r.Chain, Quality: r.Quality, Bytes: r.Bytes, About: true, Scale: r.Scale, Cap: s.may.capability}
		s.asked, s.address = r, query.URL(s.api)
		s.target = js.ValueOf(s.address)
	}
	if region != (wire.Region{}) {
		return js.ValueOf(s.address + "&" + wire.QueryRegion + "=" + region.String())
	}
	return s.target
}
