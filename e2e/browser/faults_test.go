package browser

import (
	"slices"
	"testing"

	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
)

func TestFaultsAreWhatAConsoleShowsInRedOrYellow(t *testing.T) {
	var f faults
	f.notice(&runtime.EventConsoleAPICalled{Type: runtime.APITypeLog, Args: []*runtime.RemoteObject{{Description: "hello"}}})
	f.notice(&log.EventEntryAdded{Entry: &log.Entry{Level: log.LevelInfo, Text: "by the way"}})
	if got := f.unexpected(); got != nil {
		t.Errorf("%q are no faults", got)
	}
	f.notice(&runtime.EventConsoleAPICalled{Type: runtime.APITypeError, Args: []*runtime.RemoteObject{{Value: []byte(`"no"`)}}})
	f.notice(&log.EventEntryAdded{Entry: &log.Entry{Source: log.SourceNetwork, Level: log.LevelError, Text: "status of 404", URL: "/x"}})
	f.notice(&inspector.EventTargetCrashed{})
	want := []string{`console.error: "no"`, "network error: status of 404 /x", "the tab crashed"}
	if got := f.unexpected(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	f.allow("status of 404")
	if got := f.unexpected(); !slices.Equal(got, []string{want[0], want[2]}) {
		t.Errorf("%q with one of %q allowed", got, want)
	}
}
