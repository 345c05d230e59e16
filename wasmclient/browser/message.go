package browser

import (
	"slices"
	"strings"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// Message says what happened and what the viewer can do about it. The zero Message is empty:
// there is nothing to say.
type Message struct {
	Title string
	Text  string
	Link  string // an address to go to, if that is what to do

	AsksKey    bool // the viewer can type a key
	OffersDemo bool // the viewer can take the demo picture instead
}

// SourceMessage returns the message for a source of that kind that could not be opened or has
// ended. exception is the name of the browser's DOMException
// (https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia), or one of the
// constants below. agent is navigator.userAgent: each browser has its permissions in another
// place.
func SourceMessage(kind, exception, agent string) Message {
	if kind == kindScreen {
		return screenMessage(exception)
	}
	switch exception {
	case fileUnknown:
		return Message{Title: "This file cannot be shown",
			Text: "The browser knows no video and no picture in it. Choose another one, such as MP4, WebM, JPEG or PNG.", OffersDemo: true}
	case networkSilent:
		return Message{Title: "The network camera shows nothing",
			Text: "The server gets no picture from it, or may not show it here. See whether it is on, and start again."}
	case "NotAllowedError", "SecurityError":
		return Message{Title: "The camera is not allowed",
			Text: "This page has no permission to use the camera. Allow it in the browser's site settings (" +
				permissionPlace(agent) + "), see that the system's privacy settings let the browser use it, " +
				"and start again.", OffersDemo: true}
	case "NotFoundError", "OverconstrainedError":
		return Message{Title: "No camera was found",
			Text: "Connect a camera and start again.", OffersDemo: true}
	case "NotReadableError", "AbortError":
		return Message{Title: "The camera is busy",
			Text: "Another program or tab seems to be using it. Close that one and start again.", OffersDemo: true}
	case sourceEnded:
		return Message{Title: "The camera has stopped",
			Text: "It was unplugged, or its permission was taken back. Start again when it is there.", OffersDemo: true}
	}
	return Message{Title: "The camera could not be started",
		Text: "The browser says " + exception + ". Start again.", OffersDemo: true}
}

// Used in place of the name of an exception.
const (
	sourceEnded   = "ended"   // a track that ended by itself
	fileUnknown   = "unknown" // a file that the browser cannot decode
	networkSilent = "silent"  // a network camera without a picture
)

func screenMessage(exception string) Message {
	switch exception {
	case sourceEnded:
		return Message{Title: "The screen is no longer shared",
			Text: "Sharing was ended, or the window closed. Start again to choose another one."}
	case "NotAllowedError":
		return Message{Title: "No screen was chosen",
			Text: "The question was dismissed, or the system does not let this browser record the screen. " +
				"Start again, or choose another source."}
	}
	return Message{Title: "The screen cannot be shared",
		Text: "The browser says " + exception + ". Start again, or choose another source."}
}

// permissionPlace returns where the browser with that navigator.userAgent shows a page's
// permissions. The order of its cases matters: most agents also contain the name of a browser
// that comes later.
func permissionPlace(agent string) string {
	for _, b := range []struct{ mark, place string }{
		{"Firefox", "the crossed-out camera at the left end of the address bar"},
		{"Android", "the icon at the left end of the address bar, then Permissions"},
		{"CriOS", "iOS Settings, Apps, Chrome, Camera"},
		{"Edg", "the lock at the left end of the address bar, then Permissions for this site"},
		{"Chrome", "the icon at the left end of the address bar, then Camera"},
		{"iPhone", "the page menu in the address bar, then Website Settings, Camera"},
		{"Safari", "the menu Safari, Settings for this Website, Camera"},
	} {
		if strings.Contains(agent, b.mark) {
			return b.place
		}
	}
	return "the icon to the left of the address, then Camera"
}

// CanvasMessage returns the message for a browser that hides from pages what is drawn on a canvas.
// agent is navigator.userAgent.
func CanvasMessage(agent string) Message {
	where := "Allow canvas data for this site in the browser's protection against fingerprinting, or in the add-on's"
	if strings.Contains(agent, "Firefox") {
		where = "Allow this site to use canvas data (the picture at the left end of the address bar), or enter its name in about:config " +
			"under privacy.resistFingerprinting.exemptedDomains"
	}
	return Message{
		Title: "The browser hides the pictures from this page",
		Text: "To resist fingerprinting, it returns noise where a page reads a picture, so that only noise could be sent. " +
			where + ". Then start again.",
	}
}

// InsecureMessage returns the message for a page from an insecure origin, where browsers do not
// allow cameras. secure is the address to go to.
func InsecureMessage(secure string) Message {
	return Message{
		Title: "The camera needs a secure address",
		Text: "Browsers open the camera only on https:// pages and on localhost. Open the secure address " +
			"(the first time, the browser warns of a certificate that it does not know).",
		Link: secure, OffersDemo: true,
	}
}

// StreamMessage returns the message about the state of the server, if there is something to
// say.
func StreamMessage(s stream.Stats) Message {
	if s.Page != (stream.Failure{}) && (s.State == stream.Starting || s.State == stream.Reconnecting) {
		return pageMessage(s)
	}
	if s.Slow {
		return Message{Title: "Each picture takes seconds",
			Text: "The server answers, but the link to it is slow, or the operations take long. Close what else uses the link, " +
				"or choose a smaller frame size or fewer operations."}
	}
	if s.State != stream.Reconnecting {
		return Message{}
	}
	m := Message{Title: "No answer arrives",
		Text: "The server is away, or the link to it is slow. The page keeps trying and goes on by itself."}
	switch {
	case s.Trouble.Status == 404, s.Trouble.Status == 405,
		slices.Contains([]wire.Code{wire.BadQuality, wire.BadScale, wire.BadFormat, wire.BadQuery}, s.Trouble.Code):
		// The page's own requests are always valid for the server of its version.
		m.Title = "Page and server do not fit together"
		m.Text = "The server does not know what this page asks for; one of them is newer than the other, or the " +
			"address of the API is wrong. Reload the page. " + m.Text
	case s.Trouble.Code == wire.Unauthorized, s.Trouble.Code == wire.Expired:
		m.Title, m.AsksKey = "The server asks who calls", true
		m.Text = says(s.Trouble.Detail) + " If you have a key, enter it; it is kept in this tab until you close it."
	case s.Trouble.Detail != "":
		m.Title, m.Text = "The server cannot answer", says(s.Trouble.Detail)+" "+m.Text
	}
	if s.Shown > 0 {
		m.Text = "You see its last picture. " + m.Text
	}
	return m
}

// pageMessage returns the message about a page that cannot process frames although it should.
func pageMessage(s stream.Stats) Message {
	m := Message{Title: "This page cannot process the frames", Text: says(s.Page.Detail) + " Nothing was sent. "}
	if s.Masked && s.Where == stream.OnServer {
		m.Title = "The picture cannot be masked, so nothing is sent"
	}
	if s.Page.Code == wire.BadOps {
		m.Text += "Correct the chain, or choose a preset"
	} else {
		m.Text += "It tries again by itself"
	}
	if s.Why == stream.Wished {
		m.Text += "; or let the server process them"
	}
	m.Text += "."
	return m
}

// says returns a sentence with somebody's words, which may end with a question.
func says(words string) string {
	if !strings.HasSuffix(words, "?") {
		words += "."
	}
	return "It says: " + words
}

// LinkMessage returns the message for a link whose look is not possible here. complaint says
// why.
func LinkMessage(complaint string) Message {
	return Message{Title: "The link's look is not possible here", Text: says(complaint) +
		" You see the default look; correct the chain, or choose a preset."}
}

// UpdateMessage returns the message for a page that is older than the one on its server.
func UpdateMessage(address string) Message {
	return Message{
		Title: "There is a newer version of this page",
		Text:  "The server was updated. Everything goes on; reload the page when it suits you:",
		Link:  address,
	}
}

// LacksText returns a sentence that names features that the browser lacks; the page has no
// buttons for them.
func LacksText(things []string) string {
	if len(things) == 0 {
		return ""
	}
	last := len(things) - 1
	list := strings.Join(things[:last], ", ")
	if list != "" {
		list += " or "
	}
	return "This browser has no " + list + things[last] + "."
}

// StateText returns the name of a state for the viewer.
func StateText(s stream.State) string {
	switch s {
	case stream.Starting:
		return "Waiting for the first answer"
	case stream.Live:
		return "Live"
	case stream.Reconnecting:
		return "Reconnecting"
	case stream.Paused:
		return "Paused while the page is hidden"
	case stream.Stopped:
		return "Stopped"
	}
	return "Ready"
}

// PlaceText returns where frames are processed if that is the page, and why: ", in this page: the
// server is away". It returns "" if it is the server.
func PlaceText(where stream.Place, why stream.Reason) string {
	if where != stream.InPage {
		return ""
	}
	switch text := ", in this page"; why {
	case stream.Wished:
		return text + ": nothing is sent"
	case stream.Away:
		return text + ": the server is away"
	case stream.Busy:
		return text + ": the server is busy"
	case stream.Cold:
		return text + ": the server is starting"
	case stream.Stalled:
		return text + ": the server is slow to answer"
	case stream.Nearer:
		return text + ": that is quicker than the way to the server"
	default:
		return text
	}
}

// WithoutText returns what is missing in an answer for which services of the chain were skipped,
// as wire.HeaderFrameSkipped says it: ", without look: it is down". It returns "" if none was.
func WithoutText(skipped string) string {
	if skipped == "" {
		return ""
	}
	var b strings.Builder
	for i, item := range strings.Split(skipped, ", ") {
		name, reason, _ := strings.Cut(item, ";")
		if i > 0 {
			b.WriteString(" and")
		}
		b.WriteString(" " + name + ": " + reasonText(wire.Reason(reason)))
	}
	return ", without" + b.String()
}

func reasonText(r wire.Reason) string {
	switch r {
	case wire.ReasonBusy:
		return "it is busy"
	case wire.ReasonLate:
		return "it takes too long"
	case wire.ReasonDown:
		return "it is down"
	case wire.ReasonOpen:
		return "it has failed repeatedly"
	}
	return "it answers wrongly"
}

// SecureAddress returns the https address of the page at host (a name, perhaps with a port) and
// path. configured is the value of config.json: either a whole address or a port such as
// ":8443".
func SecureAddress(host, path, configured string) string {
	if strings.Contains(configured, "://") {
		return configured
	}
	if configured == "" {
		configured = ":8443"
	}
	// A port comes after the last colon, but an IPv6 address in brackets has colons too.
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	return "https://" + host + configured + path
}

// detail returns the text of an error for the viewer.
func detail(err error) string {
	if e, ok := err.(*wire.Error); ok {
		return e.Detail
	}
	return err.Error()
}
