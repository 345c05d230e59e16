package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/stream"
)

// status is what the page tells: the state, a message when something is wrong, and
// the figures.
type status struct {
	stream *stream.Stream
	secure string // from the configuration, see SecureAddress
	told   Message
	waits  bool              // for the viewer to allow the camera
	shown  map[string]string // what each element holds, to leave alone what has not changed

	message, title, body, link js.Value
}

func newStatus(s *stream.Stream, secure string) *status {
	return &status{
		stream:  s,
		secure:  secure,
		shown:   map[string]string{},
		message: byID("message"),
		title:   byID("message-title"),
		body:    byID("message-text"),
		link:    byID("message-link"),
	}
}

// tell shows a message until the next one; the empty one ends it.
func (s *status) tell(m Message) { s.told, s.waits = m, false }

// wait says that the camera is being opened, which may take the viewer's consent.
func (s *status) wait(camera bool) { s.told, s.waits = Message{}, camera }

// lacks says why there are buttons missing.
func (s *status) lacks() {
	var things []string
	for _, it := range [...]struct{ id, name string }{
		{"source-screen", "screen sharing"}, {"float", "picture in picture"}, {"full", "full screen"}, {"record", "recording"},
	} {
		if byID(it.id).Get("hidden").Bool() {
			things = append(things, it.name)
		}
	}
	words := LacksText(things)
	s.set("lacks", words)
	byID("lacks").Set("hidden", words == "")
}

func (s *status) insecure() Message {
	location := window.Get("location")
	return InsecureMessage(SecureAddress(location.Get("host").String(), location.Get("pathname").String(), s.secure))
}

func (s *status) refresh(stats stream.Stats) {
	state := StateText(stats.State)
	if stats.Still {
		state = "Live, but nothing moves: one frame a second"
	}
	if s.waits {
		state = "Waiting for the camera"
	}
	s.set("status", state)
	document.Get("documentElement").Get("dataset").Set("state", string(stats.State))
	m := s.told
	if m == (Message{}) {
		m = StreamMessage(stats)
	}
	s.show(m)
	s.figures(stats)
}

func (s *status) show(m Message) {
	s.set("message-title", m.Title)
	s.set("message-text", m.Text)
	s.set("message-link", m.Link)
	if s.link.Get("hidden").Bool() != (m.Link == "") {
		s.link.Set("hidden", m.Link == "")
	}
	if m.Link != "" {
		s.link.Set("href", m.Link)
	}
	if empty := m == (Message{}); s.message.Get("hidden").Bool() != empty {
		s.message.Set("hidden", empty)
	}
}

func (s *status) figures(stats stream.Stats) {
	number := func(x float64, digits int) string {
		if stats.RTT.P50 == 0 {
			return "–" // nothing shown lately
		}
		return strconv.FormatFloat(x, 'f', digits, 64)
	}
	s.set("fps", number(stats.FPS, 1))
	s.set("delay", number(millis(stats.CameraToScreen.P50), 0))
	roundTrip := number(millis(stats.RTT.P50), 0)
	s.set("rtt", roundTrip)
	s.set("mark", roundTrip)
	s.set("server", number(stats.Server.Total(), 1))
	s.set("up", megabytes(stats.BytesUp))
	s.set("down", megabytes(stats.BytesDown))
}

func megabytes(bytes int64) string { return strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64) }

// set writes the text of an element if it is another one than before.
func (s *status) set(id, text string) {
	if s.shown[id] == text {
		return
	}
	s.shown[id] = text
	byID(id).Set("textContent", text)
}
