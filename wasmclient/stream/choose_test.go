package stream

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

// easel is a browser in the time of a synctest bubble, with a camera whose picture of 640×480 px
// has plain tiles, a server that returns what it is sent, and a screen.
type easel struct {
	stream  *Stream
	random  *rand.Rand
	scene   [TileColumns * TileRows]byte
	screen  [TileColumns * TileRows]byte
	reach   int // of the answers
	refuse  wire.Code
	loss    float64       // share of the answers that are lost
	most    time.Duration // longest time of an answer
	mu      sync.Mutex    // guards what follows, random and the screen
	answers map[int]painting
	last    Choice // of Choose
	parts   int    // regions painted
	wholes  int
}

// painting is what an answer puts on the screen.
type painting struct {
	scene  [TileColumns * TileRows]byte
	region wire.Region
}

// paint runs f in a bubble with a stream that sends regions.
func paint(t *testing.T, seed uint64, f func(*easel)) {
	synctest.Test(t, func(t *testing.T) {
		e := &easel{random: rand.New(rand.NewPCG(seed, 16)), reach: 5, most: 30 * time.Millisecond, answers: map[int]painting{}}
		stream, err := New(Default(), e)
		if err != nil {
			t.Fatal(err)
		}
		e.stream = stream
		for i := range e.scene {
			e.scene[i] = byte(e.random.IntN(200))
		}
		stream.SendRegions(true)
		stream.Start()
		f(e)
		stream.Stop()
		time.Sleep(time.Second) // until the last answers are there
	})
}

func (e *easel) Send(r Request) {
	time.AfterFunc(encoding, func() {
		p := painting{scene: e.scene, region: wholeFrame(640, 480)}
		if r.Compare {
			chosen, ok := e.stream.Choose(r.ID, 640, 480, bytes.Clone(p.scene[:]))
			if !ok {
				e.stream.Skip(r.ID)
				return
			}
			p.region, e.last = chosen.Region, chosen
		}
		e.stream.Sent(r.ID, 10_000)
		e.mu.Lock()
		defer e.mu.Unlock()
		e.answers[r.ID] = p
		failure := Failure{Status: 422, Code: e.refuse}
		if e.random.Float64() < e.loss {
			failure.Status, failure.Code = 0, ""
		} else if e.refuse == "" || p.region.IsFrame() {
			failure.Status = 200
		}
		time.AfterFunc(time.Duration(e.random.Int64N(int64(e.most))), func() {
			now := time.Now()
			if failure.Status != 200 {
				e.stream.Fail(r.ID, failure)
			} else {
				e.stream.Answer(r.ID, Answer{Answered: now, Received: now, Down: 10_000, Region: p.region, Reach: e.reach})
			}
			e.mu.Lock()
			defer e.mu.Unlock()
			delete(e.answers, r.ID)
		})
	})
}

// Show paints the tiles of a region that are right, as the server cuts its answers.
func (e *easel) Show(id int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.answers[id]
	r := p.region
	right := within(rectangle{r.X, r.Y, r.X + r.W, r.Y + r.H}, max(e.reach, 0), 640, 480)
	for i := range e.screen {
		const side = 640 / TileColumns
		x, y := i%TileColumns*side, i/TileColumns*side
		if (rectangle{x, y, x + side, y + side}).in(right) {
			e.screen[i] = p.scene[i]
		}
	}
	if p.region.IsFrame() {
		e.wholes++
	} else {
		e.parts++
	}
}

func (e *easel) Abort(int) {}

// run lets the camera deliver frames for that long, in which a few tiles change, each by so much that it
// is noticed.
func (e *easel) run(d time.Duration, moves bool) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		if moves {
			for range e.random.IntN(4) {
				v := &e.scene[(8+e.random.IntN(10))*TileColumns+10+e.random.IntN(12)]
				*v = byte((int(*v) + 50 + 50*e.random.IntN(3)) % 200)
			}
		}
		e.stream.Offer(time.Now())
		time.Sleep(interval)
		synctest.Wait()
	}
}

// stale returns the number of tiles that are not on the screen as they are in the scene.
func (e *easel) stale() (n int) {
	for i, v := range e.scene {
		if e.screen[i] != v {
			n++
		}
	}
	return n
}

// After any losses and reorderings, and changes too small to be noticed, everything is on the screen
// 2.5 s after answers come again.
func TestTheScreenRecovers(t *testing.T) {
	for seed := range uint64(20) {
		paint(t, seed, func(e *easel) {
			e.run(3*time.Second, true)
			if e.parts < 20 {
				t.Fatalf("seed %d: %d regions and %d whole frames were painted", seed, e.parts, e.wholes)
			}
			for range 4 {
				e.loss, e.most = float64(seed%5)/4, 400*time.Millisecond
				e.run(time.Second, true)
				for i := range 8 * TileColumns { // above what moves
					e.scene[i] += byte(e.random.IntN(2)) // unnoticed
				}
			}
			e.loss, e.most = 0, 30*time.Millisecond
			e.run(2300*time.Millisecond, true)
			e.run(200*time.Millisecond, false)
			if n := e.stale(); n > 0 {
				t.Errorf("seed %d: %d tiles are stale", seed, n)
			}
		})
	}
}

func TestQualityInMotion(t *testing.T) {
	for quality, want := range map[int]int{100: 85, 95: 80, 85: 70, 75: 70, 71: 70, 70: 70, 65: 65, 20: 20, 1: 1} {
		if got := inMotion(quality); got != want {
			t.Errorf("of a frame of quality %d, what moves has %d, want %d", quality, got, want)
		}
	}
}

// A large part that moves has less than the full quality, which returns soon after the motion. A
// small one always has it. Both have codes of their own.
func TestTheFullQualityReturns(t *testing.T) {
	for _, test := range []struct{ rows, upload, answer int }{{30, 70, 75}, {4, 85, 90}} {
		paint(t, 6, func(e *easel) {
			if err := e.stream.Set(Settings{Chain: "invert", Quality: 90}); err != nil {
				t.Fatal(err)
			}
			e.run(3*time.Second, true) // until the best quality
			e.run(restTime+4*interval, false)
			e.last = Choice{Region: wholeFrame(640, 480)}
			for range 30 {
				for i := range test.rows * TileColumns / 2 {
					e.scene[(8+i/(TileColumns/2))*TileColumns+10+i%(TileColumns/2)] ^= 64
				}
				e.run(interval, false)
				if c := e.last; !c.Region.IsFrame() && (c.UploadQuality != test.upload || c.Quality != test.answer || c.Bytes != wire.MaxBytes) {
					t.Fatalf("%d rows: %+v", test.rows, c)
				}
			}
			if e.stream.tiles.coarse != (test.upload < 85) {
				t.Fatalf("%d rows: coarse is %t in motion", test.rows, e.stream.tiles.coarse)
			}
			e.run(restTime+4*interval, false)
			if e.stream.tiles.coarse {
				t.Errorf("%d rows: less than the full quality remains", test.rows)
			}
		})
	}
}

// Everything that moves is sent whole, and most frames are not even compared.
func TestAPanIsSentWhole(t *testing.T) {
	paint(t, 1, func(e *easel) {
		compared := 0
		for range 90 {
			for i := range e.scene {
				e.scene[i] = byte(e.random.IntN(256))
			}
			before := e.stream.tiles.lastSeen
			e.run(interval, false)
			if e.stream.tiles.lastSeen != before {
				compared++
			}
		}
		if e.parts > 0 || compared > 20 {
			t.Errorf("%d regions were painted, %d of 90 frames were compared", e.parts, compared)
		}
		e.run(700*time.Millisecond, true)
		parts := e.parts
		e.run(300*time.Millisecond, true)
		if e.parts == parts {
			t.Error("no region is sent after it has ended")
		}
	})
}

func TestRefusedRegionsAreSentWhole(t *testing.T) {
	for _, code := range []wire.Code{wire.NotLocal, wire.SmallRegion, wire.BadRegion} {
		paint(t, 2, func(e *easel) {
			e.refuse = code
			e.run(2*time.Second, true)
			if s := e.stream.Stats(); e.parts > 0 || e.wholes < 40 || s.Share != 1 || s.State != Live || s.Refusal != nil {
				t.Errorf("%s: %d regions and %d whole frames were painted, share %.2f, %s", code, e.parts, e.wholes, s.Share, s.State)
			}
			e.refuse = ""
			if err := e.stream.Set(Settings{Chain: "invert", Quality: 85}); err != nil {
				t.Fatal(err)
			}
			e.run(2*time.Second, true)
			if s := e.stream.Stats(); e.parts < 20 || s.Share >= 0.6 {
				t.Errorf("%s: %d regions were painted with another chain, share %.2f", code, e.parts, s.Share)
			}
		})
	}
}

// A chain that depends on all of the frame has no reach.
func TestAChainThatIsNotLocalIsSentWhole(t *testing.T) {
	paint(t, 3, func(e *easel) {
		e.reach = -1
		e.run(2*time.Second, true)
		if e.parts > 0 || e.wholes < 40 {
			t.Errorf("%d regions and %d whole frames were painted", e.parts, e.wholes)
		}
	})
}

// Another source begins with a whole frame, whatever it looks like.
func TestAnotherSourceIsSentWhole(t *testing.T) {
	paint(t, 4, func(e *easel) {
		e.run(time.Second, true)
		clear(e.screen[:]) // in place of what only a person could tell from the other
		wholes := e.wholes
		e.stream.Start()
		e.run(200*time.Millisecond, true)
		if e.wholes == wholes || e.stale() > 10 {
			t.Errorf("%d whole frames were painted, %d tiles are stale", e.wholes-wholes, e.stale())
		}
	})
}

// A scene that does not change is sent once a second.
func TestNothingIsSentOfWhatStays(t *testing.T) {
	paint(t, 5, func(e *easel) {
		e.run(5*time.Second, false) // until the best quality
		sent := e.stream.Stats().Sent
		e.run(4*time.Second, false)
		if n := e.stream.Stats().Sent - sent; n < 3 || n > 5 {
			t.Errorf("%d frames were sent in four seconds", n)
		}
	})
}
