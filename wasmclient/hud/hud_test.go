package hud

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

func TestTrail(t *testing.T) {
	var trail Trail
	if trail.Points(100, 10, 1) != "" || trail.Top(3) != 3 {
		t.Error("an empty trail shows something")
	}
	trail.Add(0)
	trail.Add(5)
	if got, want := trail.Points(300, 10, 10), "290.0,10.0 300.0,5.0"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for i := range 3 * trailSize {
		trail.Add(float64(i))
	}
	if n := len(strings.Fields(trail.Points(100, 10, 10))); n != trailSize {
		t.Errorf("%d points of %d values", n, trailSize)
	}
	if top := trail.Top(0); top != 3*trailSize-1 || trail.at(0) != 2*trailSize {
		t.Errorf("from %v to %v", trail.at(0), top)
	}
}

func TestSplitAddsUpToTheWhole(t *testing.T) {
	start := time.Unix(0, 0)
	at := func(ms float64) time.Time { return start.Add(time.Duration(ms * 1e6)) }
	frames := []stream.Frame{
		{Captured: at(0), Taken: at(2), Sent: at(9), Answered: at(29), Received: at(31), Decoded: at(34), Shown: at(35),
			Timing: wire.Timing{Queue: 1, Decode: 2, Ops: 3, Encode: 4, Receive: 99}},
		{Captured: at(0), Taken: at(4), Sent: at(9), Answered: at(19), Received: at(20), Decoded: at(21), Shown: at(22),
			Timing: wire.Timing{Queue: 0, Decode: 2, Ops: 1, Encode: 2}},
	}
	got := Split(frames)
	want := [...]float64{3, 6, 7.5, 0.5, 2, 2, 3, 1.5, 2, 1}
	sum := 0.0
	for i := range got {
		sum += got[i]
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Errorf("%s takes %v ms, want %v", Parts[i], got[i], want[i])
		}
	}
	if mean := (35.0 + 22) / 2; math.Abs(sum-mean) > 1e-9 {
		t.Errorf("the parts add up to %v ms of %v", sum, mean)
	}
	if none := Split(nil); none != [len(Parts)]float64{} {
		t.Errorf("no frames take %v", none)
	}
}

// Services are a part of the whole, too, each under its name.
func TestServicesAddUp(t *testing.T) {
	start := time.Unix(0, 0)
	at := func(ms float64) time.Time { return start.Add(time.Duration(ms * 1e6)) }
	frame := stream.Frame{Captured: at(0), Taken: at(0), Sent: at(0), Answered: at(30), Received: at(30), Decoded: at(30), Shown: at(30)}
	with := frame
	with.Timing = wire.Timing{Ops: 2, Services: []wire.Service{{Name: "look", Time: 10}, {Name: "detect", Time: 4}, {Name: "look", Time: 6}}}
	frames := []stream.Frame{frame, with}
	services := Services(frames)
	if want := []wire.Service{{Name: "look", Time: 8}, {Name: "detect", Time: 2}}; !slices.Equal(services, want) {
		t.Errorf("got %v, want %v", services, want)
	}
	sum := 0.0
	for _, ms := range Split(frames) {
		sum += ms
	}
	for _, s := range services {
		sum += s.Time
	}
	if math.Abs(sum-30) > 1e-9 {
		t.Errorf("the parts add up to %v ms of 30", sum)
	}
	if Parts[EncodeAnswer] != "encode answer" {
		t.Errorf("services stand before %q", Parts[EncodeAnswer])
	}
}

func TestHourly(t *testing.T) {
	r := Rates{VCPUSecond: 0.00002, GiBSecond: 0.000004, GiB: 0.5, Request: 0.0000004, Egress: Egress{GiB: 0.12}}
	got := r.Hourly(2, 30, 50<<10)
	// 108,000 frames of 2 ms are 216 s, and of 50 KiB 5.15 GiB.
	want := Bill{216 * 0.000022, 0.0432, 108_000 * 50.0 / (1 << 20) * 0.12}
	if math.Abs(got.Compute-want.Compute)+math.Abs(got.Requests-want.Requests)+math.Abs(got.Egress-want.Egress) > 1e-9 {
		t.Errorf("%v; want %v", got, want)
	}
	if total := 216*0.000022 + 0.0432 + want.Egress; math.Abs(got.Total()-total) > 1e-9 {
		t.Errorf("%v in total; want %v", got.Total(), total)
	}
}
