package stream

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"
)

// scene is a 32×24 thumbnail of shapes with sensor noise and a ball that the test can move.
type scene struct {
	random *rand.Rand
	noise  float64 // standard deviation of a cell
	light  float64 // of all cells
	ball   int
}

func newScene(noise float64) *scene { return &scene{random: rand.New(rand.NewPCG(5, 6)), noise: noise} }

func (s *scene) luma() []byte {
	cells := make([]byte, 32*24)
	for i := range cells {
		x, y := i%32, i/32
		v := 60 + 5*float64(x%7) + 3*float64(y) + s.light + s.noise*s.random.NormFloat64()
		if x >= s.ball%30 && x < s.ball%30+2 && y >= 10 && y < 12 {
			v += 40
		}
		cells[i] = byte(min(max(v+0.5, 0), 255))
	}
	return cells
}

func TestAStillSceneCostsAFrameASecond(t *testing.T) {
	for _, noise := range []float64{0, 0.5, 1, 2, 3} {
		inWorld(t, fast, func(w *world) {
			v, s := w.join(0, 0, 10*ms), newScene(noise)
			v.luma = s.luma
			run(15*time.Second, v) // to learn the noise
			before := v.requests()
			run(30*time.Second, v)
			if n := v.requests() - before; n > 36 || n < 27 {
				t.Errorf("noise %v: %d requests in 30 s, want one a second", noise, n)
			}
			if !v.stream.Stats().Still {
				t.Errorf("noise %v: not still", noise)
			}

			before = v.requests()
			v.luma = func() []byte { s.ball++; return s.luma() }
			run(200*ms, v)
			if n := v.requests() - before; n < 4 {
				t.Errorf("noise %v: %d requests in 200 ms of motion", noise, n)
			}
			before = v.requests()
			run(10*time.Second, v)
			if n := v.requests() - before; n < 290 {
				t.Errorf("noise %v: %d requests in 10 s of motion", noise, n)
			}
			w.end(v)
		})
	}
}

// Thumbnails take time: few are made in motion, and none when stillness is switched off.
func TestThumbnailsAreMadeOfWhatMayBeStill(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v, s := w.join(0, 0, 10*ms), newScene(1)
		made := func(what string, least, most int) {
			t.Helper()
			run(5*time.Second, v)
			v.thumbnails = 0
			run(10*time.Second, v)
			if v.thumbnails < least || v.thumbnails > most {
				t.Errorf("%s: %d thumbnails in 10 s, want %d to %d", what, v.thumbnails, least, most)
			}
		}
		v.luma = func() []byte { s.ball++; return s.luma() }
		made("motion", 20, 25)
		v.luma = s.luma
		made("stillness", 140, 155)
		v.stream.SuspendStill(false)
		made("switched off", 0, 0)
		v.stream.SuspendStill(true)
		v.stream.Hide(true)
		made("hidden", 0, 0)
		v.stream.Hide(false)
		w.end(v)
	})
}

// What counts as motion, and what does not.
func TestStillness(t *testing.T) {
	tests := []struct {
		name  string
		still bool
		step  func(s *scene, frame int)
	}{
		{"nothing", true, func(*scene, int) {}},
		{"mains flicker", true, func(s *scene, frame int) { s.light = float64(frame % 3) }},
		{"the light is switched", false, func(s *scene, frame int) { s.light = float64(frame / 20 % 2 * 50) }},
		{"a slow walk", false, func(s *scene, frame int) { s.ball = frame / 10 }},
		{"dusk", true, func(s *scene, frame int) { s.light = -float64(frame) / 100 }},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			var m stillness
			s := newScene(0.7)
			still := 0
			for frame := range 30 * 30 {
				test.step(s, frame)
				m.compare(time.Now(), s.luma())
				if frame%30 == 0 {
					m.sent() // the one frame a second
				}
				if frame >= 15*30 && m.still(time.Now()) {
					still++
				}
				time.Sleep(interval)
			}
			if share := float64(still) / (15 * 30); test.still && share < 0.97 || !test.still && share > 0.03 {
				t.Errorf("%s: still for %.2f of the time", test.name, share)
			}
		})
	}
}

func TestWhatWakesAStillScene(t *testing.T) {
	for name, wake := range map[string]func(*Stream){
		"another chain": func(s *Stream) { must(t, s.Set(Settings{Chain: "mirror", Quality: 85})) },
		"switched off":  func(s *Stream) { s.SuspendStill(false) },
		"shown again":   func(s *Stream) { s.Hide(true); s.Hide(false) },
	} {
		inWorld(t, fast, func(w *world) {
			v := w.join(0, 0, 10*ms)
			v.luma = newScene(0).luma
			run(5*time.Second, v)
			if !v.stream.Stats().Still {
				t.Fatal("not still")
			}
			before := v.requests()
			wake(v.stream)
			run(500*ms, v)
			if n := v.requests() - before; n < 13 {
				t.Errorf("%s: %d requests in the next half second", name, n)
			}
			w.end(v)
		})
	}
}

// In a browser that makes no thumbnails, or has stopped making them, a scene is never still.
func TestWithoutThumbnails(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 0, 10*ms)
		v.luma = newScene(0).luma
		run(5*time.Second, v)
		v.luma = nil
		run(2*time.Second, v)
		before := v.requests()
		run(time.Second, v)
		if n := v.requests() - before; n < 29 || v.stream.Stats().Still {
			t.Errorf("%d requests a second", n)
		}
		w.end(v)
	})
}
