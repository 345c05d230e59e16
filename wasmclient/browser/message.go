package browser

import (
	"strings"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// Message tells the viewer what happened and what to do about it. The zero Message
// is nothing to tell.
type Message struct {
	Title string
	Text  string
	Link  string // an address to go to, if that is what to do
}

// SourceMessage is for a camera that could not be opened, by the name of the
// DOMException that getUserMedia gives
// (https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia).
func SourceMessage(exception string) Message {
	switch exception {
	case "NotAllowedError", "SecurityError":
		return Message{
			Title: "The camera is not allowed",
			Text: "This page has no permission to use the camera. Allow it in the browser's site settings " +
				"(the icon to the left of the address, then Camera), see that the system's privacy settings " +
				"let the browser use it, and start again. Or choose the test picture.",
		}
	case "NotFoundError", "OverconstrainedError":
		return Message{
			Title: "No camera was found",
			Text:  "Connect a camera and start again, or choose the test picture.",
		}
	case "NotReadableError", "AbortError":
		return Message{
			Title: "The camera is busy",
			Text: "Another program or tab seems to be using it. Close that one and start again, " +
				"or choose the test picture.",
		}
	case sourceEnded:
		return Message{
			Title: "The camera has stopped",
			Text:  "It was unplugged, or its permission was taken back. Start again when it is there.",
		}
	}
	return Message{
		Title: "The camera could not be started",
		Text:  "The browser says " + exception + ". Start again, or choose the test picture.",
	}
}

// sourceEnded stands for a track that ended by itself.
const sourceEnded = "ended"

// InsecureMessage is for a page that was not loaded from a secure origin, where
// browsers have no camera.
func InsecureMessage(secure string) Message {
	return Message{
		Title: "The camera needs a secure address",
		Text: "Browsers open the camera only on https:// pages and on localhost. Open the secure address " +
			"(the first time, the browser warns of a certificate that it does not know), or choose the test picture.",
		Link: secure,
	}
}

// StreamMessage is for what the viewer should know about the server.
func StreamMessage(s stream.Stats) Message {
	if s.State != stream.Reconnecting {
		return Message{}
	}
	m := Message{Title: "The server does not answer", Text: "The page keeps trying and goes on by itself."}
	if s.Trouble.Detail != "" {
		m.Title, m.Text = "The server cannot answer", "It says: "+s.Trouble.Detail+". "+m.Text
	}
	if s.Shown > 0 {
		m.Text = "You see its last picture. " + m.Text
	}
	return m
}

// StateText is the state in the viewer's words.
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

// SecureAddress is the https address of the page at host (a name, perhaps with a
// port) and path. The configuration gives either a whole address or the port in the
// form ":8443".
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

// detail is what an error says to the viewer.
func detail(err error) string {
	if e, ok := err.(*wire.Error); ok {
		return e.Detail
	}
	return err.Error()
}
