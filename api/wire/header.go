package wire

import (
	"strconv"
	"strings"
)

// Timing holds the times that one frame spent in each step on the server, in ms, as the
// Server-Timing header carries them (https://www.w3.org/TR/server-timing/).
//
// Receive is the time from the request's headers to the end of its body, by the server's
// clock alone. It is the time that the link took for the picture's bytes; the link's latency
// is not part of it, since the headers had the same latency.
//
// Ops is without the time of Services, which the header has by their names, between ops and
// encode. That is how they are told from what proxies add to it.
type Timing struct {
	Queue, Decode, Ops, Encode float64
	Receive                    float64
	Services                   []Service // nil if there are none; of each the name and the time
}

// String returns "queue;dur=0.01,decode;dur=1.4,ops;dur=0.3,encode;dur=1.2,receive;dur=9.5".
func (t Timing) String() string {
	b := make([]byte, 0, 96)
	b = appendMetric(b, "queue;dur=", t.Queue)
	b = appendMetric(b, ",decode;dur=", t.Decode)
	b = appendMetric(b, ",ops;dur=", t.Ops)
	for _, s := range t.Services {
		b = appendMetric(b, ","+s.Name+";dur=", s.Time)
	}
	b = appendMetric(b, ",encode;dur=", t.Encode)
	b = appendMetric(b, ",receive;dur=", t.Receive)
	return string(b)
}

func appendMetric(b []byte, name string, ms float64) []byte {
	return strconv.AppendFloat(append(b, name...), ms, 'f', 2, 64)
}

// ParseTiming reads what String wrote. It ignores unknown names that are not between ops and
// encode, and values that are not numbers, since a proxy may add its own metrics to the header.
func ParseTiming(header string) Timing {
	var t Timing
	between := false
	for metric := range strings.SplitSeq(header, ",") {
		name, dur, found := strings.Cut(strings.TrimSpace(metric), ";dur=")
		ms, err := strconv.ParseFloat(dur, 64)
		if !found || err != nil {
			continue
		}
		switch name {
		case "queue":
			t.Queue = ms
		case "decode":
			t.Decode = ms
		case "ops":
			t.Ops, between = ms, true
		case "encode":
			t.Encode, between = ms, false
		case "receive":
			t.Receive = ms
		default:
			if between {
				t.Services = append(t.Services, Service{Name: name, Time: ms})
			}
		}
	}
	return t
}

// Total returns the server's whole share of a frame's time in ms. It includes Queue, but
// not Receive, which is spent on the network.
func (t Timing) Total() float64 {
	return t.Queue + t.Decode + t.Ops + t.Encode + t.Waited()
}

// Waited returns how long the frame was with Services, in ms.
func (t Timing) Waited() (ms float64) {
	for _, s := range t.Services {
		ms += s.Time
	}
	return ms
}

// FormatSize returns "700x525", the value of HeaderFrameSize.
func FormatSize(width, height int) string {
	return strconv.Itoa(width) + "x" + strconv.Itoa(height)
}

// Box is a rectangle in an answer, in px: its upper left corner and its size.
type Box struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// FormatBoxes returns "310,85,120,120;40,60,88,88", the value of HeaderFrameFaces.
func FormatBoxes(boxes []Box) string {
	var b []byte
	for i, box := range boxes {
		if i > 0 {
			b = append(b, ';')
		}
		for j, n := range [...]int{box.X, box.Y, box.W, box.H} {
			if j > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(n), 10)
		}
	}
	return string(b)
}
