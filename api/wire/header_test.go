package wire

import (
	"reflect"
	"testing"
)

func TestTiming(t *testing.T) {
	timing := Timing{Queue: 0.01, Decode: 1.4, Ops: 0.25, Encode: 1.204, Receive: 9.5}
	const text = "queue;dur=0.01,decode;dur=1.40,ops;dur=0.25,encode;dur=1.20,receive;dur=9.50"
	if got := timing.String(); got != text {
		t.Errorf("String() = %q, want %q", got, text)
	}
	want := Timing{Queue: 0.01, Decode: 1.4, Ops: 0.25, Encode: 1.2, Receive: 9.5}
	for _, header := range []string{
		text,
		"cdn-cache;desc=MISS, " + text + ", edge;dur=1",
		"receive;dur=9.5,encode;dur=1.2 , ops;dur=0.25,decode;dur=1.4,queue;dur=0.01,queue;dur=x",
	} {
		if got := ParseTiming(header); !reflect.DeepEqual(got, want) {
			t.Errorf("ParseTiming(%q) = %+v, want %+v", header, got, want)
		}
	}
	if got := want.Total(); got < 2.859 || got > 2.861 {
		t.Errorf("Total() = %v, want 2.86", got)
	}
	if got := ParseTiming(""); !reflect.DeepEqual(got, Timing{}) {
		t.Errorf("ParseTiming of nothing = %+v", got)
	}
}

func TestFormatSize(t *testing.T) {
	if got := FormatSize(700, 525); got != "700x525" {
		t.Errorf("FormatSize = %q", got)
	}
}

func TestErrorText(t *testing.T) {
	err := &Error{Code: TooLarge, Detail: "9 MB"}
	if got := err.Error(); got != "too_large: 9 MB" {
		t.Errorf("Error() = %q", got)
	}
}

func TestFormatBoxes(t *testing.T) {
	for want, boxes := range map[string][]Box{
		"":                          nil,
		"310,85,120,121":            {{310, 85, 120, 121}},
		"310,85,120,121;0,-2,88,90": {{310, 85, 120, 121}, {0, -2, 88, 90}},
	} {
		if got := FormatBoxes(boxes); got != want {
			t.Errorf("FormatBoxes(%v) = %q, want %q", boxes, got, want)
		}
	}
}
