package probe

import (
	"math"
	"testing"
)

// film returns a trace of n pictures, one each period ms, captured 5 ms before the video shows
// them, and with answers delay ms after that.
func film(n int, period, delay float64, loop int) Trace {
	var t Trace
	for i := range n {
		at := float64(i) * period
		t.Camera = append(t.Camera, Picture{N: i % loop, At: at, Captured: at - 5})
		t.Output = append(t.Output, Answer{N: i % loop, At: at + delay})
	}
	return t
}

func TestFiguresOfASteadyStream(t *testing.T) {
	// 100 pictures in a film of 32: each number occurs three times or more.
	trace := film(100, 40, 17, 32)
	trace.Cost = 20
	f := trace.Figures(32)
	want := Figures{CameraFPS: 25, ShownFPS: 25, Video: Delay{17, 17, 17}, Capture: Delay{22, 22, 22}, Probe: 0.2}
	if f != want {
		t.Errorf("%v, want %v", f, want)
	}
}

// A page may get a frame, and show its answer, before the <video> shows the frame.
func TestFiguresOfAnAnswerBeforeTheVideo(t *testing.T) {
	f := film(40, 40, -3, 256).Figures(256)
	if want := (Delay{-3, -3, -3}); f.Video != want || f.Missed != 0 {
		t.Errorf("from the video %v, want %v; %d missed", f.Video, want, f.Missed)
	}
	if want := (Delay{2, 2, 2}); f.Capture != want {
		t.Errorf("from the capture %v, want %v", f.Capture, want)
	}
}

// The same number was shown one loop of the film earlier, but that is another picture.
func TestFiguresOfAnAnswerThatTheVideoSkipped(t *testing.T) {
	trace := film(100, 40, 17, 32)
	trace.Camera = append(trace.Camera[:50:50], trace.Camera[52:]...)
	if f, want := trace.Figures(32), (Delay{17, 17, 17}); f.Video != want {
		t.Errorf("from the video %v, want %v", f.Video, want)
	}
}

func TestFiguresOfAnswersSecondsLate(t *testing.T) {
	if f, want := film(300, 40, 5000, 256).Figures(256), (Delay{5000, 5000, 5000}); f.Video != want {
		t.Errorf("from the video %v, want %v", f.Video, want)
	}
}

func TestFiguresOfAnOldAnswer(t *testing.T) {
	trace := film(40, 40, 100, 256)
	trace.Output[10], trace.Output[11] = trace.Output[11], trace.Output[10]
	trace.Output[10].At, trace.Output[11].At = trace.Output[11].At, trace.Output[10].At
	if f := trace.Figures(256); f.OutOfOrder != 1 {
		t.Errorf("%d out of order, want 1", f.OutOfOrder)
	}
}

func TestTheFilmsBeginningIsNotOutOfOrder(t *testing.T) {
	trace := Trace{Output: []Answer{{N: 30}, {N: 31}, {N: 0}, {N: 2}}}
	if f := trace.Figures(32); f.OutOfOrder != 0 {
		t.Errorf("%d out of order", f.OutOfOrder)
	}
}

func TestFiguresCountWhatIsNeverShown(t *testing.T) {
	trace := film(40, 40, 20, 256)
	trace.Output = append(trace.Output[5:10], trace.Output[13:30]...)
	f := trace.Figures(256)
	if f.Missed != 3 { // not the 5 before the first nor the 10 after the last
		t.Errorf("%d missed, want 3", f.Missed)
	}
	if fps := 21 * 1000 / (24 * 40.0); math.Abs(f.ShownFPS-fps) > 1e-9 {
		t.Errorf("%f fps, want %f", f.ShownFPS, fps)
	}
}

func TestFiguresOfNothing(t *testing.T) {
	if f := (Trace{}).Figures(256); f != (Figures{}) {
		t.Errorf("%v", f)
	}
}

func TestQuantile(t *testing.T) {
	sorted := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for _, c := range []struct{ q, want float64 }{{0, 1}, {0.5, 5}, {0.51, 6}, {0.95, 10}, {1, 10}} {
		if got := quantile(sorted, c.q); got != c.want {
			t.Errorf("quantile(%v) = %v, want %v", c.q, got, c.want)
		}
	}
}
