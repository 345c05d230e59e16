package stream

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"framepost/api/wire"
)

// The tiles of the tests: 32×24 of 20×20 px.
var (
	testLook = look{settings: Settings{Chain: wire.DefaultChain, Quality: 85}, scale: 100, w: 640, h: 480}
	wholeOf  = wholeFrame(640, 480)
	answerOf = wholeFrame(700, 525) // where an answer lies; only its frame's size counts
)

// gray returns tiles that show a gray picture, and its thumbnail.
func gray(now time.Time) (*tiles, []byte) {
	t := newTiles(32, 24)
	luma := bytes.Repeat([]byte{100}, 32*24)
	r, _ := t.choose(now, luma, testLook, 4)
	t.shown(part{r, testLook, bytes.Clone(luma), 4, now, false}, answerOf, 10)
	return t, luma
}

func TestTheRegionOfAChange(t *testing.T) {
	now := time.Now()
	for _, test := range []struct {
		name    string
		changed [][2]int // columns and rows
		reach   int
		want    string // "" for nothing
	}{
		{"nothing", nil, 10, ""},
		// Tile 10 is px 200…220; with an eighth of a tile and 10 px around, 188…232, rounded outwards to 176…240.
		{"one tile", [][2]int{{10, 10}}, 10, "176,176,64,64,640,480"},
		{"no reach", [][2]int{{10, 10}}, 0, "192,192,32,32,640,480"},
		{"top left corner", [][2]int{{0, 0}}, 10, "0,0,32,32,640,480"},
		{"bottom right corner", [][2]int{{31, 23}}, 10, "608,448,32,32,640,480"},
		{"two tiles", [][2]int{{10, 10}, {14, 12}}, 10, "176,176,144,96,640,480"},
		{"opposite corners", [][2]int{{0, 0}, {31, 23}}, 10, wholeOf.String()},
		{"a chain that is not local", [][2]int{{10, 10}}, -1, wholeOf.String()},
		{"a far reach", [][2]int{{16, 12}}, 230, wholeOf.String()},
	} {
		tiles, luma := gray(now)
		for _, at := range test.changed {
			luma[at[1]*32+at[0]] += 20
		}
		tiles.reach = test.reach
		r, changed := tiles.choose(now.Add(time.Second/2), luma, testLook, 4)
		if got := r.String(); changed != (test.want != "") || changed && got != test.want {
			t.Errorf("%s: %t, %s; want %q", test.name, changed, got, test.want)
		}
	}
}

func TestWhenTheWholeFrameIsSent(t *testing.T) {
	now := time.Now()
	other := testLook
	other.settings.Quality = 60
	small := testLook
	small.w, small.h = 320, 240
	for name, choose := range map[string]func(*tiles, []byte) (wire.Region, bool){
		"after two seconds": func(t *tiles, l []byte) (wire.Region, bool) {
			return t.choose(now.Add(refreshInterval), l, testLook, 4)
		},
		"with other settings": func(t *tiles, l []byte) (wire.Region, bool) { return t.choose(now, l, other, 4) },
		"of another size":     func(t *tiles, l []byte) (wire.Region, bool) { return t.choose(now, l, small, 4) },
		"without a thumbnail": func(t *tiles, l []byte) (wire.Region, bool) { return t.choose(now, nil, testLook, 4) },
		"where regions are refused": func(t *tiles, l []byte) (wire.Region, bool) {
			t.refuse(testLook.settings)
			return t.choose(now, l, testLook, 4)
		},
		"of another source": func(t *tiles, l []byte) (wire.Region, bool) {
			t.forget()
			return t.choose(now, l, testLook, 4)
		},
	} {
		tiles, luma := gray(now)
		if r, ok := choose(tiles, luma); !ok || !r.IsFrame() {
			t.Errorf("%s: %t, %s; want the whole frame", name, ok, r)
		}
	}
}

func TestALostAnswerLeavesItsTilesDirty(t *testing.T) {
	now := time.Now()
	tiles, luma := gray(now)
	luma[10*32+10] = 200
	first, _ := tiles.choose(now, luma, testLook, 4)
	again, changed := tiles.choose(now, luma, testLook, 4)
	if !changed || again != first {
		t.Errorf("after a lost answer %t, %s; want %s again", changed, again, first)
	}
	tiles.shown(part{again, testLook, luma, 4, now, false}, answerOf, 10)
	if r, changed := tiles.choose(now, luma, testLook, 4); changed {
		t.Errorf("%s is dirty after its answer is on the screen", r)
	}
}

// When the motion has ended, a whole frame brings the full quality back, and it is sent once.
func TestTheScreenIsSharpAfterMotion(t *testing.T) {
	start := time.Now()
	tiles, luma := gray(start)
	for i, test := range []struct {
		after  time.Duration
		change byte   // of a tile
		show   bool   // the answer
		want   string // "" for nothing
	}{
		{100 * time.Millisecond, 90, true, "176,176,64,64,640,480"},
		{133 * time.Millisecond, 0, false, ""},
		{300 * time.Millisecond, 40, true, "176,176,64,64,640,480"}, // it moves again before that is over
		{590 * time.Millisecond, 0, false, ""},
		{610 * time.Millisecond, 0, false, wholeOf.String()},
		{640 * time.Millisecond, 0, false, ""}, // while the answer is missing
		{1020 * time.Millisecond, 0, true, wholeOf.String()},
		{1500 * time.Millisecond, 0, false, ""},
	} {
		now := start.Add(test.after)
		luma[10*32+10] += test.change
		r, changed := tiles.choose(now, luma, testLook, 4)
		if got := r.String(); changed != (test.want != "") || changed && got != test.want {
			t.Errorf("%d: %t, %s; want %q", i, changed, got, test.want)
		}
		if test.show {
			tiles.shown(part{r, testLook, bytes.Clone(luma), 4, now, !r.IsFrame()}, answerOf, 10)
		}
	}
}

// An answer to other settings must not be drawn into the present picture.
func TestAnAnswerOfAnotherLook(t *testing.T) {
	now := time.Now()
	tiles, luma := gray(now)
	luma[10*32+10] = 200
	r, _ := tiles.choose(now, luma, testLook, 4)
	late := part{r, testLook, luma, 4, now, false}
	if !tiles.fits(late, answerOf) {
		t.Error("a part of the present look does not fit")
	}
	if tiles.fits(late, wholeFrame(350, 262)) {
		t.Error("a part of an answer of another size fits")
	}
	// The chain changes and changes back while the part is on its way.
	other := testLook
	other.settings.Chain = "invert"
	tiles.shown(part{wholeOf, other, luma, 4, now, false}, answerOf, 10)
	if tiles.fits(late, answerOf) {
		t.Error("a part fits a screen of another look")
	}
	if r, _ := tiles.choose(now, luma, testLook, 4); !r.IsFrame() {
		t.Errorf("a frame of another look than the screen's is sent as %s", r)
	}
	tiles.shown(part{wholeOf, testLook, luma, 4, now, false}, answerOf, 10)
	if !tiles.fits(late, answerOf) {
		t.Error("a part does not fit a screen of its look")
	}
}

// What changes slowly everywhere, as before a camera in a hand, is not taken for noise.
func TestACameraInAHandIsNoNoise(t *testing.T) {
	now := time.Now()
	tiles, luma := gray(now)
	threshold := 0
	for i := range 300 {
		for c := range luma {
			luma[c] = byte(100 + 2*(i%50))
		}
		threshold = tiles.observe(now.Add(time.Duration(i)*interval), luma, 640, 480)
	}
	if threshold > 5 {
		t.Errorf("tiles may lag behind by %d levels", threshold)
	}
}

// TestNoTileStaysStale changes tiles at random, at random loses or delays answers, and draws those
// that come as the page does: each over the screen, none that is older than one before. At
// any moment, what tiles take for known must be on the screen, to the px; and once answers
// come, so must be everything, after two seconds.
func TestNoTileStaysStale(t *testing.T) {
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 15))
		s := &mosaic{tiles: newTiles(32, 24), luma: bytes.Repeat([]byte{100}, 32*24), now: time.Now(), reach: random.IntN(40)}
		for range 300 {
			for range random.IntN(4) {
				s.luma[(6+random.IntN(8))*32+8+random.IntN(8)] = byte(random.IntN(4) * 50) // looks come back
			}
			s.send()
			for len(s.flights) > 0 && random.IntN(3) > 0 {
				i := random.IntN(len(s.flights))
				if random.IntN(4) > 0 {
					s.answer(i)
				} else {
					s.flights = append(s.flights[:i], s.flights[i+1:]...) // lost
				}
			}
			if x, y, stale := s.stale(false); stale {
				t.Fatalf("seed %d: tile %d,%d is known, but is not on the screen", seed, x, y)
			}
		}
		for range 61 { // at thirty a second, two seconds
			s.send()
			for len(s.flights) > 0 {
				s.answer(len(s.flights) - 1)
			}
		}
		if x, y, stale := s.stale(true); stale {
			t.Fatalf("seed %d: tile %d,%d is stale after two seconds of answers", seed, x, y)
		}
		if s.parts < 20 {
			t.Errorf("seed %d: %d parts were drawn: the frames were not what this test is about", seed, s.parts)
		}
	}
}

// mosaic is a camera's picture of plain tiles, and a screen of 640×480 px.
type mosaic struct {
	tiles   *tiles
	luma    []byte
	screen  [480][640]byte
	now     time.Time
	reach   int
	flights []part
	parts   int // drawn
}

func (s *mosaic) send() {
	s.now = s.now.Add(time.Second / 30)
	if r, changed := s.tiles.choose(s.now, s.luma, testLook, 4); changed {
		s.flights = append(s.flights, part{r, testLook, bytes.Clone(s.luma), 4, s.now, false})
	}
}

// answer draws the answer to a flight and drops those before it. The answer ends where the chain
// cannot see all it needs.
func (s *mosaic) answer(i int) {
	p := s.flights[i]
	s.flights = s.flights[i+1:]
	r := p.region
	if !r.IsFrame() {
		s.parts++
	}
	edge := s.reach / 2 // the reach is an upper bound: the answer may be wider
	x0, y0, x1, y1 := r.X+edge, r.Y+edge, r.X+r.W-edge, r.Y+r.H-edge
	if r.X == 0 {
		x0 = 0
	}
	if r.Y == 0 {
		y0 = 0
	}
	if r.X+r.W == 640 {
		x1 = 640
	}
	if r.Y+r.H == 480 {
		y1 = 480
	}
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			s.screen[y][x] = p.luma[y/20*32+x/20]
		}
	}
	s.tiles.shown(p, answerOf, s.reach)
}

// stale returns a tile that has px on the screen which are not those of the scene or, with all
// false, not those that tiles take for known.
func (s *mosaic) stale(all bool) (x, y int, found bool) {
	for i, want := range s.luma {
		if !all {
			want = s.tiles.screen[i]
			if !s.tiles.known[i] || s.tiles.look != testLook {
				continue
			}
		}
		x, y = i%32, i/32
		for py := y * 20; py < y*20+20; py++ {
			for px := x * 20; px < x*20+20; px++ {
				if s.screen[py][px] != want {
					return x, y, true
				}
			}
		}
	}
	return 0, 0, false
}

// BenchmarkChoose must stay far below the 0.2 ms that the page's thread has for it.
func BenchmarkChoose(b *testing.B) {
	now := time.Now()
	tiles, luma := gray(now)
	luma[10*32+10] = 200
	b.ReportAllocs()
	for b.Loop() {
		r, _ := tiles.choose(now, luma, testLook, 4)
		tiles.shown(part{r, testLook, luma, 4, now, false}, answerOf, 10)
		luma[10*32+10] ^= 0xff
	}
}
