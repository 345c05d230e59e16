package browser

import "syscall/js"

// source is the stream that #camera shows: a camera, a screen, a file or the demo picture. Each
// is a MediaStream, so that the rest of the page can treat them alike.
type source struct {
	video   js.Value
	stream  js.Value // undefined when closed
	kind    string   // of the stream
	easel   *easel
	demo    *demo
	film    *film // of the stream, if that is a file's or a network camera's
	player  *player
	turn    int // counts open and close, to detect a permission that is granted too late
	onEnded js.Func
}

// newSource returns a closed source. It calls ended when a source ends by itself.
func newSource(video js.Value, ended func(kind string)) *source {
	s := &source{video: video, easel: newEasel(), player: newPlayer()}
	s.demo = &demo{easel: s.easel}
	s.onEnded = callback(func(event js.Value) {
		if s.live() && s.track().Equal(event.Get("target")) {
			s.close()
			ended(s.kind)
		}
	})
	return s
}

func (s *source) live() bool { return s.stream.Truthy() }

// untouched reports whether nothing has been opened or closed yet.
func (s *source) untouched() bool { return s.turn == 0 }

func (s *source) track() js.Value { return s.stream.Call("getVideoTracks").Index(0) }

// wish describes the source to open. Size and rate are only requests: cameras and screens
// deliver what they can.
type wish struct {
	kind          string
	device        string // of the camera; "" for any
	facing        string // of the camera if device is "": "user" or "environment"
	width, height int    // px
	rate          int    // frames a second
	file          js.Value
	address       string // of the network camera
}

// secure reports whether the browser lets this page ask for a camera.
func secure() bool { return window.Get("navigator").Get("mediaDevices").Truthy() }

// open opens a source, which then replaces the previous one, and calls opened, or failed with
// the name of the exception.
func (s *source) open(w wish, opened func(), failed func(exception string)) {
	s.turn++
	turn := s.turn
	use := func(stream js.Value) {
		if turn != s.turn {
			stopTracks(stream)
			return
		}
		s.show(stream, w.kind)
		opened()
	}
	refused := func(exception string) {
		if turn == s.turn {
			failed(exception)
		}
	}
	switch w.kind {
	case kindCard:
		s.demo.load()
		use(s.easel.start(demoWidth, demoHeight, s.demo.draw))
	case kindFile:
		s.openFilm(func(f *film, ready func(int, int), failed func()) { f.open(w.file, ready, failed) }, turn, use,
			func() { refused(fileUnknown) })
	case kindNetwork:
		s.openFilm(func(f *film, ready func(int, int), failed func()) { f.openNetwork(w.address, ready, failed) }, turn, use,
			func() { refused(networkSilent) })
	default:
		s.ask(w, use, refused)
	}
}

// ask asks the viewer for a camera or a screen. If the chosen camera is gone, ask takes any. Most
// phones open only one camera at a time: if the new one is busy, ask releases the one that the
// page has and tries again.
func (s *source) ask(w wish, use func(js.Value), failed func(exception string)) {
	media := window.Get("navigator").Get("mediaDevices")
	method := "getUserMedia"
	if w.kind == kindScreen {
		method = "getDisplayMedia"
	}
	settled(media.Call(method, w.constraints()), use, func(exception js.Value) {
		name := exception.Get("name").String()
		if name == "OverconstrainedError" && w.device != "" { // the camera that was chosen is gone
			w.device = ""
			s.ask(w, use, failed)
			return
		}
		if name == "NotReadableError" && w.kind == kindCamera && s.kind == kindCamera && s.live() {
			s.release(true)
			settled(media.Call(method, w.constraints()), use, func(exception js.Value) {
				failed(exception.Get("name").String())
			})
			return
		}
		failed(name)
	})
}

func (w wish) constraints() js.Value {
	ideal := func(v any) js.Value { return object("ideal", v) }
	video := object("width", ideal(w.width), "height", ideal(w.height), "frameRate", ideal(w.rate))
	if touched() { // such as a phone; Chromium grants the zoom only to whoever has asked for it
		video.Set("zoom", true)
	}
	switch {
	case w.kind == kindScreen: // it has its own aspect ratio
		video = object("width", object("max", w.width), "frameRate", ideal(w.rate))
	case w.device != "":
		video.Set("deviceId", object("exact", w.device))
	default:
		video.Set("facingMode", ideal(w.facing))
	}
	return object("audio", false, "video", video)
}

// openFilm has the easel draw a film, which open opens.
func (s *source) openFilm(open func(f *film, ready func(width, height int), failed func()), turn int, use func(js.Value), failed func()) {
	f := new(film)
	open(f, func(width, height int) {
		if turn != s.turn {
			f.close()
			return
		}
		width, height = fitted(width, height, longestFile)
		stream := s.easel.start(width, height, func() {
			s.easel.rect("#ffffff", 0, 0, width, height) // behind what is transparent, as the server has it
			s.easel.ctx.Call("drawImage", f.picture(), 0, 0, width, height)
		})
		use(stream)
		s.film = f
		s.player.show(f.video)
	}, func() {
		f.close()
		failed()
	})
}

func (s *source) show(stream js.Value, kind string) {
	drawn := kind == kindCard || kind == kindFile || kind == kindNetwork // by the easel, which is already running
	s.release(!drawn)
	s.stream, s.kind = stream, kind
	s.video.Set("srcObject", stream)
	settled(s.video.Call("play"), ignore, ignore) // play() fails if the stream is replaced before it begins
	s.track().Call("addEventListener", "ended", s.onEnded)
}

func (s *source) close() {
	s.turn++
	s.release(true)
	s.video.Set("srcObject", js.Null())
}

// release ends the stream and, unless it already draws for the next one, the easel.
func (s *source) release(easel bool) {
	if s.live() {
		stopTracks(s.stream)
		s.stream = js.Undefined()
	}
	if s.film != nil {
		s.film.close()
		s.film = nil
		s.player.show(js.Undefined())
	}
	if easel {
		s.easel.stop()
	}
}

// stopTracks switches the camera and its light off. It causes no "ended" event.
func stopTracks(stream js.Value) {
	each(stream.Call("getTracks"), func(track js.Value) { track.Call("stop") })
}

// size returns the size of the open source in px, or 0 if the browser does not say.
func (s *source) size() (width, height int) {
	is := s.track().Call("getSettings")
	return int(float(is.Get("width"))), int(float(is.Get("height")))
}

// sceneAway is the scene of a camera that faces away from the viewer.
const sceneAway = "away"

// scene returns the kind of the open source as far as mirroring goes: a camera that faces away
// from the viewer is another kind than one that faces him.
func (s *source) scene() string {
	if s.kind == kindCamera && s.facing() == "environment" {
		return sceneAway
	}
	return s.kind
}

// facing returns the side of the device on which the camera is, "user" or "environment", or ""
// if it is unknown.
func (s *source) facing() string {
	if !s.live() {
		return ""
	}
	return text(s.track().Call("getSettings").Get("facingMode"))
}
