package ops

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"strings"
	"testing"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/planes"
	"framepost/api/frame"
	"framepost/api/wire"
	"framepost/configs"
)

// The tests in this file run over all registered operations. They hold that a chain that is run on
// a region of a picture makes the very samples that it makes there of the whole picture.

// textured returns a w×h picture that is nowhere smooth, so that each sample counts.
func textured(w, h int, s frame.Sampling) *frame.Frame {
	f := filtertest.Picture(w, h, s)
	rnd := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	for _, p := range f.Planes() {
		for y := range p.H {
			for x := range p.Row(y) {
				p.Row(y)[x] += byte(rnd.IntN(60))
			}
		}
	}
	return f
}

// region returns the part r of a picture, r.Min being at the edge of a chroma sample.
func region(whole *frame.Frame, r image.Rectangle) *frame.Frame {
	f := frame.New(r.Dx(), r.Dy(), whole.Sampling())
	for i, p := range f.Components() {
		at := image.Pt(r.Min.X/p.StepX, r.Min.Y/p.StepY)
		for y := range p.H {
			copy(p.Row(y), whole.Planes()[i].Row(at.Y + y)[at.X:])
		}
	}
	f.Cut(frame.Part{At: r, W: whole.W, H: whole.H})
	return f
}

// holds fails the test unless f is a part of whole. It may be grey where whole shows no colours.
func holds(t *testing.T, label string, whole, f *frame.Frame) {
	t.Helper()
	if w, h := f.Whole(); w != whole.W || h != whole.H {
		t.Fatalf("%s: the region is one of %d×%d, the answer is %d×%d", label, w, h, whole.W, whole.H)
	}
	r := f.Bounds()
	if f.Sampling() == frame.Gray && whole.Sampling() != frame.Gray {
		planes.AddChroma(f)
	}
	if f.Sampling() != whole.Sampling() {
		t.Fatalf("%s: the region has the sampling %d, the answer %d", label, f.Sampling(), whole.Sampling())
	}
	for i, p := range f.Planes() {
		stepX, stepY := 1, 1
		if i > 0 {
			stepX, stepY = f.Sampling().Step()
		}
		for y := range p.H {
			want := whole.Planes()[i].Row(r.Min.Y/stepY + y)[r.Min.X/stepX:][:p.W]
			if got := p.Row(y); !bytes.Equal(got, want) {
				at := 0
				for got[at] == want[at] {
					at++
				}
				t.Fatalf("%s: region %v of %d×%d, plane %d, row %d of %d, sample %d of %d is %d, not %d",
					label, r, whole.W, whole.H, i, y, p.H, at, p.W, got[at], want[at])
			}
		}
	}
}

// regions are parts of a w×h picture: at its corners, at its edges, inside and all across it.
func regions(w, h int) []image.Rectangle {
	x, y := w/3&^15, h/3&^15
	return []image.Rectangle{
		image.Rect(0, 0, w, y+37), image.Rect(0, y, w, h), image.Rect(x, 0, w, h), image.Rect(0, 0, x+53, h),
		image.Rect(x, y, w-x/2, h-y/2), image.Rect(16, 16, w-9, h-11),
	}
}

// TestRegionsOfEveryOperation runs each operation with its defaults and with the extremes of each
// parameter on regions.
func TestRegionsOfEveryOperation(t *testing.T) {
	for _, op := range registry.Ops() {
		t.Run(op.Name, func(t *testing.T) {
			chains := []string{op.Name}
			for _, p := range op.Params {
				for _, value := range extremes(p) {
					chains = append(chains, wire.FormatChain([]wire.Call{{Name: op.Name, Args: []wire.Arg{{Key: p.Name, Value: value}}}}))
				}
			}
			for i, text := range chains {
				samplings := []frame.Sampling{frame.YUV420}
				if i == 0 {
					samplings = filtertest.Samplings
				}
				for _, s := range samplings {
					answered := onRegions(t, text, textured(147, 109, s))
					if i == 0 && op.Properties.Local && answered == 0 {
						t.Errorf("%s has no answer for any region", text)
					}
				}
			}
		})
	}
}

// onRegions runs a chain on a picture and on regions of it. It returns how many of them had a
// part of the answer. A chain that cannot be run on regions must be refused.
func onRegions(t *testing.T, text string, picture *frame.Frame) (answered int) {
	t.Helper()
	chain, err := registry.Parse(text)
	if err != nil {
		return 0 // the extremes of one parameter do not fit the defaults of another
	}
	parts := regions(picture.W, picture.H)
	frames := make([]*frame.Frame, len(parts))
	for i, r := range parts {
		frames[i] = region(picture, r)
	}
	run := func(f *frame.Frame) wire.Code {
		return code(t, chain.Run(context.Background(), f, filter.Metadata{}, 1<<20))
	}
	if chain.Local() != nil {
		for i, f := range frames {
			if got := run(f); got != wire.NotLocal {
				t.Fatalf("%s on %v: %q, not %v", text, parts[i], got, chain.Local())
			}
		}
		return 0
	}
	label := fmt.Sprintf("%s on %d×%d with sampling %d", text, picture.W, picture.H, picture.Sampling())
	if run(picture) == wire.TooManyPixels {
		return 0
	}
	for i, f := range frames {
		switch got := run(f); got {
		case "":
			holds(t, label, picture, f)
			answered++
		case wire.SmallRegion:
		default:
			t.Fatalf("%s, %v: %s", label, parts[i], got)
		}
		f.Release()
	}
	picture.Release()
	return answered
}

// code returns the code of the error of a chain, "" for none.
func code(t *testing.T, err error) wire.Code {
	t.Helper()
	var fault *wire.Error
	if err != nil && !errors.As(err, &fault) {
		t.Fatal(err)
	}
	if fault == nil {
		return ""
	}
	return fault.Code
}

// TestRegionsOfEveryPair runs all pairs of operations that can be done to regions.
func TestRegionsOfEveryPair(t *testing.T) {
	var local []string
	for _, op := range registry.Ops() {
		if op.Properties.Local {
			local = append(local, op.Name)
		}
	}
	local = append(local, "resize:61", "resize:301:kernel=lanczos", "crop:7:5:83:61")
	for i, first := range local {
		for j, second := range local {
			s := filtertest.Samplings[(i+j)%len(filtertest.Samplings)]
			onRegions(t, first+","+second, textured(99, 75, s))
		}
	}
}

// TestRegionsOfPresets runs the presets that can be run on regions, and the default chain, on
// pictures of odd sizes that are larger than any reach.
func TestRegionsOfPresets(t *testing.T) {
	presets, err := configs.Presets()
	if err != nil {
		t.Fatal(err)
	}
	chains := []string{wire.DefaultChain, "resize:0:301,rotate:90,blur:3,crop:11:13:200:150"}
	for _, p := range presets {
		chains = append(chains, p.Chain)
	}
	for _, text := range chains {
		for _, size := range [][2]int{{641, 479}, {960, 540}} {
			chain, err := registry.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if answered := onRegions(t, text, textured(size[0], size[1], frame.YUV420)); answered == 0 && chain.Local() == nil {
				t.Errorf("%s has no answer for any region of %d×%d", text, size[0], size[1])
			}
		}
	}
}

// TestPlace checks that the result of an operation depends on where a region is if it says so.
func TestPlace(t *testing.T) {
	for _, op := range registry.Ops() {
		if !op.Properties.Local {
			if op.Properties.Place {
				t.Errorf("%s says that it depends on the place, but can't be done to a region", op.Name)
			}
			continue
		}
		chain, err := registry.Parse(op.Name)
		if err != nil {
			t.Fatal(err)
		}
		if op.Group == "geometry" {
			continue // what is where afterwards is what they are about
		}
		same := true
		var first *frame.Frame
		places := []image.Point{{16, 32}, {64, 48}, {160, 96}}
		if op.Properties.Reach == 0 { // at the edges of the picture, too: nothing is cut off there
			places = append(places, image.Point{}, image.Pt(128, 176), image.Pt(240, 176))
		}
		for _, at := range places {
			f := textured(80, 64, frame.YUV420)
			f.Cut(frame.Part{At: image.Rectangle{Min: at, Max: at.Add(image.Pt(80, 64))}, W: 320, H: 240})
			if err := chain.Run(context.Background(), f, filter.Metadata{}, 1<<20); err != nil {
				break
			}
			if first == nil {
				first = f
			}
			same = same && filtertest.Same(first, f)
		}
		if same == op.Properties.Place {
			t.Errorf("%s depends on the place: %v, and says: %v", op.Name, !same, op.Properties.Place)
		}
	}
}

// TestWholeAsRegion: all of a picture is a region of it that any chain takes.
func TestWholeAsRegion(t *testing.T) {
	f, want := filtertest.Picture(48, 32, frame.YUV420), filtertest.Picture(48, 32, frame.YUV420)
	f.Cut(frame.Part{At: image.Rect(0, 0, 48, 32), W: 48, H: 32})
	if !filtertest.Same(apply(t, "equalize", f), apply(t, "equalize", want)) {
		t.Error("the whole picture as a region has another result")
	}
}

func TestNotLocalNamesTheOperation(t *testing.T) {
	chain, err := registry.Parse("mirror,equalize,blur")
	if err != nil {
		t.Fatal(err)
	}
	if err := chain.Local(); err == nil || !strings.Contains(err.Error(), "operation 2, equalize,") {
		t.Errorf("got %v", err)
	}
}

// TestMargin changes a part of a picture, and runs each chain on the part with its margin: all that
// differs in the whole answer must be in the answer for the region.
func TestMargin(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	chains := []string{wire.DefaultChain, "resize:0:200:kernel=lanczos,rotate:90", "crop:3:5:211:157", "resize:500,blur:3,resize:100",
		"mirror,flip", "resize:120:kernel=nearest,box:4", "resize:130:99:kernel=linear,crop:3:3:90:60,sharpen"}
	for _, op := range registry.Ops() {
		if op.Properties.Local {
			chains = append(chains, op.Name, "resize:171,"+op.Name, op.Name+",mirror")
		}
	}
	for i, text := range chains {
		chain, err := registry.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		s := filtertest.Samplings[i%len(filtertest.Samplings)]
		const w, h = 263, 219
		stepX, stepY := s.Step()
		margin, local := chain.Margin(w, h, max(stepX, stepY), frame.Upright)
		if !local {
			t.Fatalf("%s is not local", text)
		}
		before := apply(t, text, textured(w, h, s))
		for range 5 {
			x, y := rnd.IntN(w), rnd.IntN(h)
			changed := image.Rect(x, y, x+1+rnd.IntN(40), y+1+rnd.IntN(40)).Intersect(image.Rect(0, 0, w, h))
			picture := textured(w, h, s)
			for _, p := range picture.Components() {
				for row := changed.Min.Y / p.StepY; row*p.StepY < changed.Max.Y; row++ {
					for at := changed.Min.X / p.StepX; at*p.StepX < changed.Max.X; at++ {
						p.Row(row)[at] ^= 0xFF
					}
				}
			}
			r := changed.Inset(-margin)
			r = image.Rect(r.Min.X&^15, r.Min.Y&^15, (r.Max.X+15)&^15, (r.Max.Y+15)&^15).Intersect(image.Rect(0, 0, w, h))
			f := region(picture, r)
			err := chain.Run(context.Background(), f, filter.Metadata{}, 1<<20)
			after := apply(t, text, picture)
			different := differs(before, after)
			if code(t, err) == wire.SmallRegion && different.Empty() {
				continue
			}
			if err != nil {
				t.Fatalf("%s on %v: %v", text, r, err)
			}
			if !different.In(f.Bounds()) {
				t.Errorf("%s with sampling %d: of %v, with a margin of %d, comes %v, but %v has changed",
					text, s, changed, margin, f.Bounds(), different)
			}
		}
	}
}

// differs returns the rectangle, in px, in which two pictures differ.
func differs(f, g *frame.Frame) (r image.Rectangle) {
	others := g.Planes()
	for i, p := range f.Components() {
		for y := range p.H {
			for x, v := range p.Row(y) {
				if v != others[i].Row(y)[x] {
					r = r.Union(image.Rect(x*p.StepX, y*p.StepY, (x+1)*p.StepX, (y+1)*p.StepY))
				}
			}
		}
	}
	return r.Intersect(image.Rect(0, 0, f.W, f.H))
}

// FuzzRegions derives a chain of operations that can be done to regions, a picture and a region of it
// from a seed.
func FuzzRegions(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	var local []wire.Op
	for _, op := range registry.Ops() {
		if op.Properties.Local {
			local = append(local, op)
		}
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var calls []wire.Call
		for range 1 + rnd.IntN(4) {
			op := local[rnd.IntN(len(local))]
			call := wire.Call{Name: op.Name}
			for _, p := range op.Params {
				if rnd.IntN(3) == 0 {
					call.Args = append(call.Args, wire.Arg{Key: p.Name, Value: legal(rnd, p)})
				}
			}
			calls = append(calls, call)
		}
		text := wire.FormatChain(calls)
		chain, err := registry.Parse(text)
		if err != nil || chain.Local() != nil {
			return
		}
		chain = chain.Scaled(10 + rnd.IntN(91))
		w, h := 1+rnd.IntN(250), 1+rnd.IntN(250)
		whole := textured(w, h, filtertest.Samplings[rnd.IntN(len(filtertest.Samplings))])
		x, y := rnd.IntN(w)&^15, rnd.IntN(h)&^15
		r := image.Rect(x, y, x+1+rnd.IntN(w-x), y+1+rnd.IntN(h-y))
		part := region(whole, r)
		meta := filter.Metadata{Turn: frame.Oriented(1 + rnd.IntN(8))}
		const limit = 1 << 18
		if code(t, chain.Run(context.Background(), whole, meta, limit)) == wire.TooManyPixels {
			return
		}
		if got := code(t, chain.Run(context.Background(), part, meta, limit)); got == "" {
			holds(t, fmt.Sprintf("%s on %v of %d×%d", text, r, w, h), whole, part)
		} else if got != wire.SmallRegion {
			t.Fatalf("%s on %v of %d×%d: %s", text, r, w, h, got)
		}
	})
}
