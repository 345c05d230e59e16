package filter

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"framepost/api/frame"
	"framepost/api/wire"
)

// The tests of this file run over whatever operations there are: one that is added is
// tested by them as it is. Where clocks are read, they run in a bubble of synctest, in
// which time stands still.

var sizes = [][2]int{{1, 1}, {1, 3}, {37, 1}, {2, 2}, {17, 13}, {64, 48}}

// TestEveryFilterOnEveryPicture runs each operation over odd sizes, samplings and
// strides: it keeps to its picture, and the stride makes no difference.
func TestEveryFilterOnEveryPicture(t *testing.T) {
	for _, spec := range Specs() {
		t.Run(spec.Name, func(t *testing.T) {
			for _, size := range sizes {
				for _, s := range samplings {
					synctest.Test(t, func(t *testing.T) { oneOnOne(t, spec, size[0], size[1], s) })
				}
			}
		})
	}
}

func oneOnOne(t *testing.T, spec Spec, w, h int, s frame.Sampling) {
	label := fmt.Sprintf("%s on %d×%d with sampling %d", spec.Name, w, h, s)
	lent := lend(w, h, s)
	inWindow := apply(t, spec.Name, frame.Of(s, lent...))
	alone := apply(t, spec.Name, picture(w, h, s))
	if !same(inWindow, alone) {
		t.Errorf("%s depends on the stride", label)
	}
	for i, p := range lent {
		for at, v := range p.Pix[:cap(p.Pix)] {
			if inside := at/p.Stride < p.H && at%p.Stride < p.W; !inside && v != guard {
				t.Fatalf("%s writes beside plane %d, at %d", label, i, at)
			}
		}
	}
	again := apply(t, spec.Name, picture(w, h, s))
	if !same(again, alone) {
		t.Errorf("%s does not give the same twice", label)
	}
	for i, p := range alone.Planes() {
		wantW, wantH := alone.W, alone.H
		if i > 0 {
			wantW, wantH = alone.Sampling().ChromaSize(alone.W, alone.H)
		}
		if p.W != wantW || p.H != wantH {
			t.Errorf("%s: plane %d is %d×%d, not %d×%d", label, i, p.W, p.H, wantW, wantH)
		}
	}
}

// colouring are the operations that colour a grey picture though none of their
// parameters asks for a colour.
var colouring = []string{"sepia"}

func TestEveryFilterLeavesGreyGrey(t *testing.T) {
	for _, spec := range Specs() {
		asks := slices.ContainsFunc(spec.Params, func(p Param) bool { return p.Type == Colour })
		if asks || slices.Contains(colouring, spec.Name) {
			continue
		}
		if f := apply(t, spec.Name, picture(40, 30, frame.Gray)); f.Sampling() != frame.Gray {
			t.Errorf("%s makes colours where there were none", spec.Name)
		}
	}
}

// TestEveryPair chains each operation with each other. The result is that of one after
// the other, save where they are fused: two that move pixels interpolate once instead of
// twice, and two on NRGBA convert once.
func TestEveryPair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, first := range Specs() {
			for _, second := range Specs() {
				chain := first.Name + "," + second.Name
				together := apply(t, chain, picture(33, 21, frame.YUV420))
				apart := apply(t, second.Name, apply(t, first.Name, picture(33, 21, frame.YUV420)))
				if together.W != apart.W || together.H != apart.H {
					t.Errorf("%s makes %d×%d, one after the other %d×%d", chain, together.W, together.H, apart.W, apart.H)
				}
				if !fuses(t, chain) && !same(together, apart) {
					t.Errorf("%s is not one after the other", chain)
				}
			}
		}
	})
}

func fuses(t *testing.T, chain string) bool {
	c, err := Parse(chain)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, s := range c.steps {
		kinds[fmt.Sprintf("%T", s.work)]++
	}
	return kinds["filter.Move"] == 2 || kinds["filter.NRGBA"] == 2
}

// TestEveryExtreme gives each parameter its smallest and its largest value and each of
// its choices.
func TestEveryExtreme(t *testing.T) {
	for _, spec := range Specs() {
		for _, p := range spec.Params {
			for _, value := range extremes(p) {
				runWith(t, spec, []wire.Arg{{Key: p.Name, Value: value}}, 40, 30, frame.YUV420)
			}
		}
	}
}

func extremes(p Param) []string {
	switch p.Type {
	case Choice:
		return p.Choices
	case Bool:
		return []string{"false", "true"}
	case Colour:
		return []string{"000000", "ffffff", "808080", "ff0000", "00ff00", "0000ff"}
	case Text:
		return []string{strings.Repeat("W", int(p.Max)), strings.Repeat("語", int(p.Max)), strings.Repeat(" ", int(max(p.Min, 1)))}
	case Length:
		return []string{number(p.Min), number(p.Max), "0%", "0.01%", "100%"}
	}
	middle := (p.Min + p.Max) / 2
	if p.Type == Int {
		middle = math.Trunc(middle)
	}
	return []string{number(p.Min), number(middle), number(p.Max)}
}

// FuzzEveryFilter draws an operation, arguments within its declaration and a picture from
// a seed.
func FuzzEveryFilter(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		specs := Specs()
		spec := specs[rnd.IntN(len(specs))]
		var args []wire.Arg
		for _, p := range spec.Params {
			if rnd.IntN(4) > 0 {
				args = append(args, wire.Arg{Key: p.Name, Value: legal(rnd, p)})
			}
		}
		runWith(t, spec, args, 1+rnd.IntN(70), 1+rnd.IntN(70), samplings[rnd.IntN(len(samplings))])
	})
}

// legal is a value of a parameter.
func legal(rnd *rand.Rand, p Param) string {
	n := p.Min + (p.Max-p.Min)*math.Pow(rnd.Float64(), 3) // small ones are more often of interest
	switch {
	case p.Type == Int, p.Type == Length && rnd.IntN(2) == 0:
		return number(math.Trunc(n))
	case p.Type == Length:
		return number(rnd.Float64()*100) + "%"
	case p.Type == Float:
		return number(n)
	}
	choices := extremes(p)
	return choices[rnd.IntN(len(choices))]
}

// runWith runs one operation and asks that it either works or is refused for its size or
// its arguments.
func runWith(t *testing.T, spec Spec, args []wire.Arg, w, h int, s frame.Sampling) {
	t.Helper()
	text := wire.FormatChain([]wire.Call{{Name: spec.Name, Args: args}})
	refused := func(err error, code wire.Code) bool {
		var fault *wire.Error
		return errors.As(err, &fault) && fault.Code == code
	}
	chain, err := Parse(text)
	if refused(err, wire.BadOps) && registry[spec.Name].Check != nil {
		return
	}
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	const limit = 1 << 20
	f := picture(w, h, s)
	err = chain.Run(context.Background(), f, frame.Upright, limit)
	if err != nil && !refused(err, wire.TooManyPixels) {
		t.Fatalf("%s on %d×%d: %v", text, w, h, err)
	}
	if f.W < 1 || f.H < 1 || f.W*f.H > limit {
		t.Fatalf("%s on %d×%d makes %d×%d", text, w, h, f.W, f.H)
	}
}

// BenchmarkEveryFilter runs each operation with its defaults over a 640×480 picture.
func BenchmarkEveryFilter(b *testing.B) {
	source := picture(640, 480, frame.YUV420)
	for _, spec := range Specs() {
		chain, err := Parse(spec.Name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(spec.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				f := frame.New(source.W, source.H, source.Sampling())
				for i, p := range source.Planes() {
					copyPlane(f.Planes()[i], p)
				}
				b.StartTimer()
				if err := chain.Run(context.Background(), f, frame.Upright, 1<<22); err != nil {
					b.Fatal(err)
				}
				f.Planes() // what worked on NRGBA pays for the way back
				b.StopTimer()
				f.Release()
				b.StartTimer()
			}
		})
	}
}
