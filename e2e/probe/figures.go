package probe

import (
	"fmt"
	"math"
	"slices"
)

// Figures summarise a Trace.
type Figures struct {
	CameraFPS  float64 // pictures that the video showed
	ShownFPS   float64 // answers shown on the screen
	Video      Delay   // from the camera's picture on the screen to the answer on the screen
	Capture    Delay   // from the camera's capture to the answer on the screen
	OutOfOrder int     // answers shown after a newer one
	Missed     int     // pictures of the camera that were never shown
	Unreadable int
	Probe      float64 // the probe's own work for each shown answer, ms
}

// Delay is a distribution of times in ms.
type Delay struct{ P50, P95, Max float64 }

func (d Delay) String() string {
	return fmt.Sprintf("p50 %.1f p95 %.1f max %.1f ms", d.P50, d.P95, d.Max)
}

func (f Figures) String() string {
	return fmt.Sprintf("%.1f fps shown of %.1f; from the video %v; from the capture %v; "+
		"%d missed, %d out of order, %d unreadable; the probe takes %.2f ms a frame",
		f.ShownFPS, f.CameraFPS, f.Video, f.Capture, f.Missed, f.OutOfOrder, f.Unreadable, f.Probe)
}

// Figures returns the figures of a trace of a film that repeats after loop frames.
func (t Trace) Figures(loop int) Figures {
	f := Figures{Unreadable: t.Unreadable}
	if n := len(t.Camera); n > 1 {
		f.CameraFPS = rate(n, t.Camera[0].At, t.Camera[n-1].At)
	}
	if n := len(t.Output); n > 1 {
		f.ShownFPS = rate(n, t.Output[0].At, t.Output[n-1].At)
	}
	shown := make([]bool, len(t.Camera))
	var video, capture []float64
	next := 0 // the first picture captured after the present answer was shown
	for i, answer := range t.Output {
		if i > 0 && ahead(t.Output[i-1].N, answer.N, loop) < 0 {
			f.OutOfOrder++
		}
		for next < len(t.Camera) && t.Camera[next].Captured <= answer.At {
			next++
		}
		if j := find(t.Camera[:next], answer.N, loop); j >= 0 {
			shown[j] = true
			video = append(video, answer.At-t.Camera[j].At)
			capture = append(capture, answer.At-t.Camera[j].Captured)
		}
	}
	f.Missed = missed(shown)
	f.Video, f.Capture = delay(video), delay(capture)
	if len(t.Output) > 0 {
		f.Probe = t.Cost / float64(len(t.Output))
	}
	return f
}

// find returns the index of the latest picture with number n, or -1 if the video has skipped
// it, which can happen in a page that gets its frames from elsewhere. It searches backwards and
// stops at pictures whose numbers are shortly before n: they are older than n, so an earlier n
// would be of the previous loop.
func find(pictures []Picture, n, loop int) int {
	for j := len(pictures) - 1; j >= 0; j-- {
		switch after := ((n-pictures[j].N)%loop + loop) % loop; {
		case after == 0:
			return j
		case after <= loop/8:
			return -1
		}
	}
	return -1
}

func delay(values []float64) Delay {
	slices.Sort(values)
	return Delay{quantile(values, 0.5), quantile(values, 0.95), quantile(values, 1)}
}

// missed counts the pictures that were not shown between the first and the last shown one.
// Those before and after may have been shown outside of the trace.
func missed(shown []bool) int {
	first, last := slices.Index(shown, true), len(shown)-1
	if first < 0 {
		return 0
	}
	for !shown[last] {
		last--
	}
	n := 0
	for _, ok := range shown[first:last] {
		if !ok {
			n++
		}
	}
	return n
}

// ahead returns how many frames b comes after a in a film that repeats after loop frames, or a
// negative number if the shorter way is backwards.
func ahead(a, b, loop int) int {
	d := ((b-a)%loop + loop) % loop
	if d > loop/2 {
		d -= loop
	}
	return d
}

func rate(n int, first, last float64) float64 { return float64(n-1) * 1000 / (last - first) }

// quantile uses the nearest-rank method.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
