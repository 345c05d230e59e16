package probe

import (
	"fmt"
	"math"
	"slices"
)

// Figures sum up a Trace. Times are in ms.
type Figures struct {
	CameraFPS  float64 // pictures that the page could have taken
	ShownFPS   float64 // answers that came to the screen
	P50, P95   float64 // camera to screen
	Max        float64
	OutOfOrder int // answers shown after a newer one
	Missed     int // pictures of the camera that were never shown
	Unreadable int
	Probe      float64 // the probe's own work for each shown frame
}

func (f Figures) String() string {
	return fmt.Sprintf("%.1f fps shown of %.1f, camera to screen p50 %.1f p95 %.1f max %.1f ms, "+
		"%d missed, %d out of order, %d unreadable (probe %.2f ms a frame)",
		f.ShownFPS, f.CameraFPS, f.P50, f.P95, f.Max, f.Missed, f.OutOfOrder, f.Unreadable, f.Probe)
}

// Figures of the trace of a film that starts again after loop frames.
func (t Trace) Figures(loop int) Figures {
	f := Figures{CameraFPS: rate(t.Camera), ShownFPS: rate(t.Output), Unreadable: t.Unreadable}
	if len(t.Output) > 0 {
		f.Probe = t.Cost / float64(len(t.Output))
	}
	shown := make([]bool, len(t.Camera))
	var latencies []float64
	next := 0 // first picture of the camera later than the answer at hand
	for i, out := range t.Output {
		if i > 0 && ahead(t.Output[i-1].N, out.N, loop) < 0 {
			f.OutOfOrder++
		}
		for next < len(t.Camera) && t.Camera[next].At <= out.At {
			next++
		}
		// The latest picture with that number: an answer older than one turn of
		// the film would be taken for a fresh one.
		for j := next - 1; j >= 0 && j > next-1-loop; j-- {
			if t.Camera[j].N == out.N {
				shown[j] = true
				latencies = append(latencies, out.At-t.Camera[j].At)
				break
			}
		}
	}
	f.Missed = missed(shown)
	slices.Sort(latencies)
	f.P50, f.P95, f.Max = quantile(latencies, 0.5), quantile(latencies, 0.95), quantile(latencies, 1)
	return f
}

// missed counts the gaps between the first and the last picture that was shown:
// what came before or after could not be seen whole.
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

// ahead is how many frames b comes after a in a film that goes round: negative
// when going back is the shorter way.
func ahead(a, b, loop int) int {
	d := ((b-a)%loop + loop) % loop
	if d > loop/2 {
		d -= loop
	}
	return d
}

func rate(samples []Sample) float64 {
	if len(samples) < 2 {
		return 0
	}
	return float64(len(samples)-1) * 1000 / (samples[len(samples)-1].At - samples[0].At)
}

// quantile by the nearest-rank method.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
