package wire

import (
	"reflect"
	"strings"
	"testing"
)

// Names that a proxy adds before or after the server's own are no services.
func TestTimingOfServices(t *testing.T) {
	timing := Timing{Queue: 1, Decode: 2, Ops: 3, Encode: 4, Receive: 5, Services: []Service{{Name: "look", Time: 21}, {Name: "detect", Time: 7.5}}}
	const text = "queue;dur=1.00,decode;dur=2.00,ops;dur=3.00,look;dur=21.00,detect;dur=7.50,encode;dur=4.00,receive;dur=5.00"
	if got := timing.String(); got != text {
		t.Errorf("String() = %q, want %q", got, text)
	}
	for _, header := range []string{text, "cdn;dur=9, " + text + ", edge;dur=1"} {
		if got := ParseTiming(header); !reflect.DeepEqual(got, timing) {
			t.Errorf("ParseTiming(%q) = %+v", header, got)
		}
	}
	if got := timing.Total(); got != 38.5 {
		t.Errorf("Total() = %v, want 38.5", got)
	}
}

func TestFormatSkipped(t *testing.T) {
	for want, services := range map[string][]Service{
		"":                       {{Name: "look", Time: 3}},
		"detect;down":            {{Name: "look", Time: 3}, {Name: "detect", Skipped: ReasonDown}},
		"look;late, detect;open": {{Name: "look", Skipped: ReasonLate}, {Name: "detect", Skipped: ReasonOpen}},
	} {
		if got := FormatSkipped(services); got != want {
			t.Errorf("FormatSkipped(%v) = %q, want %q", services, got, want)
		}
	}
}

func TestFormatDetections(t *testing.T) {
	list := []Detection{{Box{310, 85, 120, 200}, "traffic light;é", 0.926}, {Box{0, 1, 2, 3}, "", 1}}
	const want = "310,85,120,200,0.93,traffic%20light%3B%C3%A9;0,1,2,3,1.00,"
	if got := FormatDetections(list); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	many := make([]Detection, 1000)
	got := FormatDetections(many)
	if n := strings.Count(got, ";") + 1; len(got) > maxDetections || n < 100 || !strings.HasSuffix(got, "0,0,0,0,0.00,") {
		t.Errorf("%d boxes in %d bytes, which end with %q", n, len(got), got[len(got)-20:])
	}
}
