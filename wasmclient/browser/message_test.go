package browser

import (
	"errors"
	"strings"
	"testing"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// Every message must be different, and must say what to do.
func TestSourceMessages(t *testing.T) {
	titles := map[string]string{}
	for _, exception := range []string{"NotAllowedError", "NotFoundError", "NotReadableError", sourceEnded, "TypeError"} {
		m := SourceMessage(kindCamera, exception, "")
		if other, ok := titles[m.Title]; ok {
			t.Errorf("%s and %s have the same title %q", exception, other, m.Title)
		}
		titles[m.Title] = exception
		if !strings.Contains(strings.ToLower(m.Text), "start again") {
			t.Errorf("%s: %q does not say what to do", exception, m.Text)
		}
	}
	for alias, name := range map[string]string{
		"SecurityError": "NotAllowedError", "OverconstrainedError": "NotFoundError", "AbortError": "NotReadableError",
	} {
		if SourceMessage(kindCamera, alias, "") != SourceMessage(kindCamera, name, "") {
			t.Errorf("%s has another message than %s", alias, name)
		}
	}
	for _, kind := range []string{kindCamera, kindScreen} {
		if !strings.Contains(SourceMessage(kind, "OddError", "").Text, "OddError") {
			t.Errorf("%s: an exception that nobody foresaw is not named", kind)
		}
	}
	if m := SourceMessage(kindNetwork, networkSilent, ""); !strings.Contains(m.Text, "whether it is on") {
		t.Errorf("a silent network camera: %+v", m)
	}
	if m := SourceMessage(kindFile, fileUnknown, ""); !strings.Contains(m.Text, "Choose another") {
		t.Errorf("%q does not say what to do", m.Text)
	}
}

func TestCanvasMessages(t *testing.T) {
	for agent, where := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": "privacy.resistFingerprinting.exemptedDomains",
		"Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36":         "add-on",
	} {
		m := CanvasMessage(agent)
		for _, words := range []string{"Allow", "canvas data", where, "start again"} {
			if !strings.Contains(m.Text, words) {
				t.Errorf("%s: %q does not speak of %s", agent, m.Text, words)
			}
		}
	}
}

func TestScreenMessages(t *testing.T) {
	for _, exception := range []string{sourceEnded, "NotAllowedError", "TypeError"} {
		m := SourceMessage(kindScreen, exception, "")
		if strings.Contains(m.Title+m.Text, "camera") || !strings.Contains(m.Text, "Start again") {
			t.Errorf("%s: %+v", exception, m)
		}
	}
}

// Every browser's agent contains the names of several others.
func TestPermissionPlace(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                              "crossed-out",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                               "icon",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":       "lock",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                     "Permissions",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15":               "menu Safari",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1":    "page menu",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile Safari/604.1": "Chrome, Camera",
		"": "left of the address",
	} {
		if text := SourceMessage(kindCamera, "NotAllowedError", agent).Text; !strings.Contains(text, want) {
			t.Errorf("%s: %q does not speak of %s", agent, text, want)
		}
	}
}

func TestStreamMessage(t *testing.T) {
	for _, state := range []stream.State{stream.Idle, stream.Starting, stream.Live, stream.Paused, stream.Stopped} {
		if m := StreamMessage(stream.Stats{Condition: stream.Condition{State: state}}); m != (Message{}) {
			t.Errorf("%s: %q", state, m.Title)
		}
	}
	never := StreamMessage(stream.Stats{Condition: stream.Condition{State: stream.Reconnecting}})
	if never.Title == "" || strings.Contains(never.Text, "last picture") {
		t.Errorf("before the first answer: %+v", never)
	}
	away := StreamMessage(stream.Stats{Condition: stream.Condition{State: stream.Reconnecting}, Counts: stream.Counts{Shown: 1}})
	if !strings.Contains(away.Text, "last picture") {
		t.Errorf("after the first answer: %+v", away)
	}
	for _, state := range []stream.State{stream.Live, stream.Reconnecting} { // it alternates on such a link
		if m := StreamMessage(stream.Stats{Condition: stream.Condition{State: state, Slow: true}}); !strings.Contains(m.Text, "server answers") {
			t.Errorf("%s on a slow link: %+v", state, m)
		}
	}
	for _, trouble := range []stream.Failure{{Status: 404, Detail: "no such path"}, {Status: 400, Code: wire.BadScale, Detail: "?"}, {Status: 400, Code: wire.BadQuery, Detail: "?"}} {
		if m := StreamMessage(stream.Stats{Condition: stream.Condition{State: stream.Reconnecting, Trouble: trouble}}); !strings.Contains(m.Title, "fit") {
			t.Errorf("%+v: %+v", trouble, m)
		}
	}
	for _, code := range []wire.Code{wire.Unauthorized, wire.Expired, wire.Forbidden} {
		trouble := stream.Failure{Code: code, Detail: "no"}
		m := StreamMessage(stream.Stats{Condition: stream.Condition{State: stream.Reconnecting, Trouble: trouble}})
		if asks := code != wire.Forbidden; m.AsksKey != asks || !strings.Contains(m.Text, "It says: no.") {
			t.Errorf("%s: %+v", code, m)
		}
	}
	refused := StreamMessage(stream.Stats{Condition: stream.Condition{State: stream.Reconnecting, Trouble: stream.Failure{Detail: "the frame is too large"}}})
	if !strings.Contains(refused.Text, "the frame is too large") {
		t.Errorf("%q leaves out what the server says", refused.Text)
	}
}

func TestPageMessage(t *testing.T) {
	stats := stream.Stats{Condition: stream.Condition{State: stream.Starting, Where: stream.InPage, Why: stream.Wished,
		Page: stream.Failure{Code: stream.UnavailableCode, Detail: "the module is missing"}}}
	m := StreamMessage(stats)
	for _, words := range []string{"the module is missing", "Nothing was sent", "the server"} {
		if !strings.Contains(m.Text, words) {
			t.Errorf("%q does not say %q", m.Text, words)
		}
	}
	if stats.Why = stream.Serverless; strings.Contains(StreamMessage(stats).Text, "the server") {
		t.Error("it speaks of a server where there is none")
	}
	stats.Masked, stats.Where, stats.Page.Code = true, stream.OnServer, wire.BadOps
	if m := StreamMessage(stats); !strings.Contains(m.Title, "masked") || !strings.Contains(m.Text, "Correct") || strings.Contains(m.Text, "again") {
		t.Errorf("of a chain that has to be corrected: %+v", m)
	}
	if stats.State = stream.Live; StreamMessage(stats) != (Message{}) {
		t.Error("there is a message about a page that goes on")
	}
}

func TestPlaceText(t *testing.T) {
	if got := PlaceText(stream.OnServer, ""); got != "" {
		t.Errorf("of the server: %q", got)
	}
	seen := map[string]bool{}
	for _, why := range []stream.Reason{stream.Serverless, stream.Wished, stream.Away, stream.Busy, stream.Cold, stream.Stalled, stream.Nearer} {
		got := PlaceText(stream.InPage, why)
		if !strings.HasPrefix(got, ", in this page") || seen[got] {
			t.Errorf("%s: %q", why, got)
		}
		seen[got] = true
	}
}

func TestLacksText(t *testing.T) {
	for want, things := range map[string][]string{
		"":                               nil,
		"This browser has no recording.": {"recording"},
		"This browser has no recording, screen sharing or full screen.": {"recording", "screen sharing", "full screen"},
	} {
		if got := LacksText(things); got != want {
			t.Errorf("%q reads %q", things, got)
		}
	}
}

func TestWithoutText(t *testing.T) {
	for skipped, want := range map[string]string{
		"":                                     "",
		"look;down":                            ", without look: it is down",
		"look;late, detect;open, grade;status": ", without look: it takes too long and detect: it has failed repeatedly and grade: it answers wrongly",
		"detect;busy":                          ", without detect: it is busy",
	} {
		if got := WithoutText(skipped); got != want {
			t.Errorf("%q: %q, want %q", skipped, got, want)
		}
	}
}

func TestStateText(t *testing.T) {
	seen := map[string]bool{}
	for _, state := range []stream.State{
		stream.Idle, stream.Starting, stream.Live, stream.Reconnecting, stream.Paused, stream.Stopped,
	} {
		text := StateText(state)
		if text == "" || seen[text] {
			t.Errorf("%s reads %q", state, text)
		}
		seen[text] = true
	}
}

func TestSecureAddress(t *testing.T) {
	for _, test := range []struct{ host, path, configured, want string }{
		{"192.168.1.7:8080", "/", "", "https://192.168.1.7:8443/"},
		{"192.168.1.7:8080", "/", ":9443", "https://192.168.1.7:9443/"},
		{"camera.example", "/live/", ":8443", "https://camera.example:8443/live/"},
		{"[fe80::1]:8080", "/", ":8443", "https://[fe80::1]:8443/"},
		{"[fe80::1]", "/", ":8443", "https://[fe80::1]:8443/"},
		{"camera.example", "/", "https://other.example/page", "https://other.example/page"},
	} {
		if got := SecureAddress(test.host, test.path, test.configured); got != test.want {
			t.Errorf("SecureAddress(%q, %q, %q) = %q, want %q", test.host, test.path, test.configured, got, test.want)
		}
	}
	if m := InsecureMessage("https://a.example/"); m.Link != "https://a.example/" {
		t.Errorf("the link is %q", m.Link)
	}
}

func TestDetail(t *testing.T) {
	if got := detail(&wire.Error{Code: wire.BadOps, Detail: "no such thing"}); got != "no such thing" {
		t.Errorf("of a wire.Error: %q", got)
	}
	if got := detail(errors.New("broken")); got != "broken" {
		t.Errorf("of another error: %q", got)
	}
}

func TestSays(t *testing.T) {
	for words, want := range map[string]string{
		"it is full":                          "It says: it is full.",
		"there is no blurr. Did you mean it?": "It says: there is no blurr. Did you mean it?",
	} {
		if got := says(words); got != want {
			t.Errorf("%q", got)
		}
	}
}
