package browser

import (
	"strconv"
	"syscall/js"

	"framepost/wasmclient/stream"
)

// status shows the state, a message if something is wrong, and the figures.
type status struct {
	secure  string        // from config.json, see SecureAddress
	skipped func() string // which services the last frame went without
	loading func() string // how much of what processes frames in the page has arrived
	keyForm *keyForm
	message Message
	waits   bool // whether the viewer is being asked to allow the camera

	box, link, demo js.Value
}

func newStatus(secure string, skipped, loading func() string, form *keyForm, demo func()) *status {
	onClick("message-demo", demo)
	return &status{secure: secure, skipped: skipped, loading: loading, keyForm: form, box: byID("message"), link: byID("message-link"), demo: byID("message-demo")}
}

// notify shows a message until the next one. The zero Message removes it.
func (s *status) notify(m Message) { s.message, s.waits = m, false }

// dismiss removes the message with that title, if it is shown.
func (s *status) dismiss(title string) {
	if s.message.Title == title {
		s.message = Message{}
	}
}

// await is called when a source is being opened. For a camera, the browser may ask the viewer
// first.
func (s *status) await(camera bool) { s.message, s.waits = Message{}, camera }

// showLacks says why buttons are missing.
func (s *status) showLacks() {
	var things []string
	for _, it := range [...]struct{ id, name string }{
		{"source-screen", "screen sharing"}, {"float", "picture in picture"}, {"full", "full screen"}, {"record", "recording"},
	} {
		if byID(it.id).Get("hidden").Bool() {
			things = append(things, it.name)
		}
	}
	words := LacksText(things)
	setLabel("lacks", words)
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
	switch part := s.loading(); {
	case stats.State == stream.Starting && part == "" && stats.Page != (stream.Failure{}):
		state = "Nothing is sent"
	case stats.State != stream.Live && part != "" && (stats.State != stream.Idle || stats.Why == stream.Serverless):
		state = "Loading what processes the frames in this page, " + part
	case stats.State == stream.Live && stats.Where == stream.OnServer:
		if stats.Before != "" {
			state += ", sent only after " + stats.Before
		}
		state += WithoutText(s.skipped())
	case stats.State == stream.Live:
		state += PlaceText(stats.Where, stats.Why)
	}
	setLabel("status", state)
	root := document.Get("documentElement").Get("dataset")
	root.Set("state", string(stats.State))
	root.Set("where", string(stats.Where))
	root.Set("masked", stats.Masked)
	m := s.message
	if m == (Message{}) {
		m = StreamMessage(stats)
	}
	s.show(m)
	s.figures(stats)
}

func (s *status) show(m Message) {
	setLabel("message-title", m.Title)
	setLabel("message-text", m.Text)
	setLabel("message-link", m.Link)
	s.link.Set("hidden", m.Link == "")
	if m.Link != "" {
		s.link.Set("href", m.Link)
	}
	s.keyForm.show(m.AsksKey)
	s.demo.Set("hidden", !m.OffersDemo)
	s.box.Set("hidden", m == Message{})
}

func (s *status) figures(stats stream.Stats) {
	recent := func(x float64, digits int) string {
		if stats.FPS == 0 || x == 0 {
			return "–" // no recent frames
		}
		return strconv.FormatFloat(x, 'f', digits, 64)
	}
	setLabel("fps", recent(stats.FPS, 1))
	setLabel("delay", recent(millis(stats.CameraToScreen.P50), 0))
	roundTrip := recent(millis(stats.RTT.P50), 0)
	setLabel("rtt", roundTrip)
	setLabel("mark", roundTrip)
	if stats.Where == stream.InPage {
		setLabel("worker", "This page")
		setLabel("server", recent(stats.Here.Total(), 1))
	} else {
		setLabel("worker", "Server")
		setLabel("server", recent(stats.Server.Total(), 1))
	}
	setLabel("up", megabytes(stats.BytesUp))
	setLabel("down", megabytes(stats.BytesDown))
}

func megabytes(bytes int64) string { return strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64) }
