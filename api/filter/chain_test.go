package filter_test

import (
	"context"
	"errors"
	"image"
	"testing"
	"testing/synctest"

	"framepost/api/filter"
	_ "framepost/api/filter/embedded"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/ops"
	"framepost/api/frame"
	"framepost/api/wire"
)

// registry has the operations that these tests use in chains.
var registry = ops.Registry()

// with returns a registry that also has f.
func with(t *testing.T, f filter.Filter) *filter.Registry {
	t.Helper()
	r := ops.Registry()
	if err := r.Add(f); err != nil {
		t.Fatal(err)
	}
	return r
}

func apply(t *testing.T, chain string, f *frame.Frame) *frame.Frame {
	t.Helper()
	return filtertest.Apply(t, registry, chain, f)
}

func parse(t *testing.T, text string) filter.Chain {
	t.Helper()
	c, err := registry.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRunTurnsFirst checks that the turn of the metadata comes before the chain.
func TestRunTurnsFirst(t *testing.T) {
	for chain, want := range map[string][]byte{"": {3, 6}, "flip": {1, 4}, "brightness:0,flip": {1, 4}, "crop:0:0:1:1": {3}} {
		f := filtertest.Grey([]byte{1, 2, 3}, []byte{4, 5, 6})
		if err := parse(t, chain).Run(context.Background(), f, filter.Metadata{Turn: frame.Rotate270}, 100); err != nil {
			t.Fatal(err)
		}
		if got := filtertest.Rows(f, 0)[0]; string(got) != string(want) {
			t.Errorf("%q: the first row is %v, want %v", chain, got, want)
		}
	}
}

func TestRunLimitsPixels(t *testing.T) {
	for _, chain := range []string{"resize:101:100", "resize:8192:8192", "resize:5:5,resize:8192:8192,resize:5:5",
		"invert,resize:101:100", "resize:101:100:cover:gravity=energy", "rotate:45", "resize:8192:1,rotate:45"} {
		f := filtertest.Picture(90, 90, frame.YUV420)
		err := parse(t, chain).Run(context.Background(), f, filter.Metadata{}, 10_000)
		var fault *wire.Error
		if !errors.As(err, &fault) || fault.Code != wire.TooManyPixels {
			t.Errorf("%s: %v", chain, err)
		}
	}
	f := filtertest.Picture(1, 4000, frame.Gray)
	if err := parse(t, "resize:17:0").Run(context.Background(), f, filter.Metadata{}, 1<<30); err == nil {
		t.Error("a picture of 68000 px height is made; a JPEG cannot be")
	}
	f = filtertest.Picture(90, 90, frame.YUV420)
	if err := parse(t, "resize:100:100,mirror").Run(context.Background(), f, filter.Metadata{}, 10_000); err != nil || f.W != 100 {
		t.Errorf("as many pixels as allowed: %v", err)
	}
}

func TestRunAsksTheContext(t *testing.T) {
	for _, chain := range []string{"mirror", "invert", "pixelate", "posterize", "rotate:10"} {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		f := filtertest.Picture(9, 9, frame.YUV420)
		if err := parse(t, chain).Run(ctx, f, filter.Metadata{}, 1000); !errors.Is(err, context.Canceled) {
			t.Errorf("%s gives %v", chain, err)
		}
	}
}

// TestRunConvertsOnce runs two NRGBA operations in a row: the second one must get the very
// picture that the first one returned.
func TestRunConvertsOnce(t *testing.T) {
	var seen []*image.NRGBA
	r := with(t, filter.Filter{
		Op: wire.Op{Name: "look", Group: "art", Doc: "Remembers the picture."},
		Work: filter.NRGBA(func(_ context.Context, _ filter.Args, img *image.NRGBA) *image.NRGBA {
			seen = append(seen, img)
			return img
		}),
	})
	filtertest.Apply(t, r, "look,look", filtertest.Picture(8, 8, frame.YUV420))
	if len(seen) != 2 || seen[0] != seen[1] {
		t.Error("the second of two neighbours gets another picture")
	}
}

// TestRunFusesTones checks that nothing is done before the sequence of tables has ended.
func TestRunFusesTones(t *testing.T) {
	if f := apply(t, "saturation:-100,saturation:50,invert", filtertest.Picture(9, 9, frame.YUV444)); f.Sampling() != frame.Gray {
		t.Error("chroma that was dropped is back")
	}
	f := filtertest.Picture(9, 9, frame.YUV444)
	looks := 0
	r := with(t, filter.Filter{
		Op: wire.Op{Name: "look", Group: "tone", Doc: "Looks at the picture."},
		Work: filter.Tone(func(filter.Args, *filter.Tables) {
			looks++
			if !filtertest.Same(f, filtertest.Picture(9, 9, frame.YUV444)) {
				t.Error("a table was applied before its neighbours were known")
			}
		}),
	})
	filtertest.Apply(t, r, "brightness:10,contrast:5,look,gray,invert,look", f)
	if want := apply(t, "brightness:10,contrast:5,gray,invert", filtertest.Picture(9, 9, frame.YUV444)); !filtertest.Same(f, want) || looks != 2 {
		t.Errorf("%d of 2 looks, or another picture", looks)
	}
}

func TestShrink(t *testing.T) {
	tests := []struct {
		chain string
		turn  frame.Turn
		want  int
	}{
		{"resize:700,mirror", frame.Upright, 1},
		{"resize:320", frame.Upright, 2},
		{"mirror,resize:160,invert", frame.Upright, 4},
		{"resize:80:60", frame.Upright, 8},
		{"resize:60:80", frame.Rotate90, 8},
		{"resize:8:8", frame.Upright, 32},
		{"resize:80:480", frame.Upright, 1},
		{"invert,resize:80", frame.Upright, 1},
		{"crop:0:0:100:100,resize:10", frame.Upright, 1},
		{"rotate:10,resize:80", frame.Upright, 1},
		{"", frame.Upright, 1},
	}
	for _, test := range tests {
		if got := parse(t, test.chain).Shrink(640, 480, test.turn); got != test.want {
			t.Errorf("%q: got %d, want %d", test.chain, got, test.want)
		}
	}
}

// A scaled chain has the result of the unscaled chain followed by a resize. If Moves come
// last, it needs only one pass.
func TestScaled(t *testing.T) {
	tests := []struct {
		chain  string
		scale  int
		w, h   int
		passes string // a chain with the same result; "" if there is none of as few passes
	}{
		{"resize:70,mirror", 50, 35, 27, "resize:35:27,mirror"},
		{"resize:70,mirror", 100, 70, 53, "resize:70,mirror"},
		{"resize:70:30:cover", 50, 35, 15, ""},
		{"", 50, 32, 24, "resize:32"},
		{"invert", 25, 16, 12, "invert,resize:16"},
		{"resize:70,invert", 10, 7, 5, "resize:70,invert,resize:7:5"},
		{"crop:0:0:1:1", 10, 1, 1, ""},
	}
	for _, test := range tests {
		f := filtertest.Picture(64, 48, frame.YUV420)
		if err := parse(t, test.chain).Scaled(test.scale).Run(t.Context(), f, filter.Metadata{}, 1e6); err != nil {
			t.Fatal(err)
		}
		if f.W != test.w || f.H != test.h {
			t.Errorf("%q at %d %%: %d×%d, want %d×%d", test.chain, test.scale, f.W, f.H, test.w, test.h)
		}
		if test.passes != "" && !filtertest.Same(f, apply(t, test.passes, filtertest.Picture(64, 48, frame.YUV420))) {
			t.Errorf("%q at %d %% is not what %q gives", test.chain, test.scale, test.passes)
		}
	}
	if got := parse(t, "resize:640,mirror").Scaled(50).Shrink(640, 480, frame.Upright); got != 2 {
		t.Errorf("at half the size, a decoder may shrink by %d, want 2", got)
	}
}

// TestEveryPair chains each operation with each other. The result is that of running one after
// the other, except where they are fused: two that move pixels interpolate once instead of
// twice, and two on NRGBA convert once.
func TestEveryPair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, first := range registry.Ops() {
			for _, second := range registry.Ops() {
				chain := first.Name + "," + second.Name
				together := apply(t, chain, filtertest.Picture(33, 21, frame.YUV420))
				apart := apply(t, second.Name, apply(t, first.Name, filtertest.Picture(33, 21, frame.YUV420)))
				if together.W != apart.W || together.H != apart.H {
					t.Errorf("%s makes %d×%d, one after the other %d×%d", chain, together.W, together.H, apart.W, apart.H)
				}
				if !fuses(t, chain) && !filtertest.Same(together, apart) {
					t.Errorf("%s is not one after the other", chain)
				}
			}
		}
	})
}

func fuses(t *testing.T, chain string) bool {
	works := parse(t, chain).Works()
	return works[0] == works[1] && (works[0] == "filter.Move" || works[0] == "filter.NRGBA")
}
