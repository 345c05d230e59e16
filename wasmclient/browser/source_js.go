package browser

import "syscall/js"

// source is what #camera shows: the camera or the test picture. Either is a
// MediaStream, so that nothing behind it knows the difference.
type source struct {
	video   js.Value
	stream  js.Value // undefined when closed
	card    *testCard
	kind    string // of the stream
	turn    int    // counts open and close: a permission granted after either is too late
	onEnded js.Func
}

// newSource calls ended when the source ends by itself.
func newSource(video js.Value, ended func()) *source {
	s := &source{video: video, card: newTestCard()}
	s.onEnded = callback(func(event js.Value) {
		if s.live() && s.track().Equal(event.Get("target")) {
			s.close()
			ended()
		}
	})
	return s
}

func (s *source) live() bool { return s.stream.Truthy() }

func (s *source) track() js.Value { return s.stream.Call("getVideoTracks").Index(0) }

// kinds of sources, as the page's form names them.
const (
	kindCamera = "camera"
	kindCard   = "card"
)

// secure says whether this page may ask for a camera at all.
func secure() bool { return window.Get("navigator").Get("mediaDevices").Truthy() }

// open replaces what is shown when the new source is there, and calls opened or
// failed with the name of the exception.
func (s *source) open(kind string, opened func(), failed func(exception string)) {
	s.turn++
	turn := s.turn
	use := func(stream js.Value) {
		if turn != s.turn {
			stopTracks(stream)
			return
		}
		s.show(stream)
		s.kind = kind
		opened()
	}
	if kind == kindCard {
		use(s.card.start())
		return
	}
	media := window.Get("navigator").Get("mediaDevices")
	settled(media.Call("getUserMedia", constraints()), use, func(exception js.Value) {
		if turn == s.turn {
			failed(exception.Get("name").String())
		}
	})
}

func constraints() js.Value {
	ideal := func(v any) map[string]any { return map[string]any{"ideal": v} }
	return object(map[string]any{
		"audio": false,
		"video": map[string]any{
			"width":      ideal(640),
			"height":     ideal(480),
			"frameRate":  ideal(30),
			"facingMode": ideal("user"),
		},
	})
}

func (s *source) show(stream js.Value) {
	s.release()
	s.stream = stream
	s.video.Set("srcObject", stream)
	settled(s.video.Call("play"), func(js.Value) {}, func(js.Value) {}) // play() fails when replaced before it began
	s.track().Call("addEventListener", "ended", s.onEnded)
}

func (s *source) close() {
	s.turn++
	s.release()
	s.video.Set("srcObject", js.Null())
}

func (s *source) release() {
	if s.live() {
		stopTracks(s.stream)
		s.stream = js.Undefined()
		s.card.stop()
	}
}

// stopTracks switches the camera and its light off. A track stopped so has no
// "ended" event.
func stopTracks(stream js.Value) {
	tracks := stream.Call("getTracks")
	for i := range tracks.Length() {
		tracks.Index(i).Call("stop")
	}
}
