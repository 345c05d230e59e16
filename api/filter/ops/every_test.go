package ops

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/frame"
	"framepost/api/wire"
)

// The tests in this file run over all registered operations, so they also test one that is added
// later. Those that read clocks run in a synctest bubble, in which time stands still.

var sizes = [][2]int{{1, 1}, {1, 3}, {37, 1}, {2, 2}, {17, 13}, {64, 48}}

// TestEveryFilterOnEveryPicture runs each operation on odd sizes, all filtertest.Samplings and
// strides: it must write nothing outside of its picture, and the stride must not matter.
func TestEveryFilterOnEveryPicture(t *testing.T) {
	for _, op := range registry.Ops() {
		t.Run(op.Name, func(t *testing.T) {
			for _, size := range sizes {
				for _, s := range filtertest.Samplings {
					synctest.Test(t, func(t *testing.T) { oneOnOne(t, op, size[0], size[1], s) })
				}
			}
		})
	}
}

func oneOnOne(t *testing.T, op wire.Op, w, h int, s frame.Sampling) {
	label := fmt.Sprintf("%s on %d×%d with sampling %d", op.Name, w, h, s)
	lent := filtertest.Lend(w, h, s)
	inWindow := apply(t, op.Name, frame.Of(s, lent...))
	alone := apply(t, op.Name, filtertest.Picture(w, h, s))
	if !filtertest.Same(inWindow, alone) {
		t.Errorf("%s depends on the stride", label)
	}
	for i, p := range lent {
		for at, v := range p.Pix[:cap(p.Pix)] {
			if inside := at/p.Stride < p.H && at%p.Stride < p.W; !inside && v != filtertest.Guard {
				t.Fatalf("%s writes beside plane %d, at %d", label, i, at)
			}
		}
	}
	again := apply(t, op.Name, filtertest.Picture(w, h, s))
	if !filtertest.Same(again, alone) {
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

// colouring lists the operations that colour a grey picture although none of their parameters is a
// colour: the first picture of the tests' overlays is orange, and the first table warms.
var colouring = []string{"lut", "overlay", "sepia"}

func TestEveryFilterLeavesGreyGrey(t *testing.T) {
	for _, op := range registry.Ops() {
		asks := slices.ContainsFunc(op.Params, func(p wire.Param) bool { return p.Type == wire.Colour })
		if asks || slices.Contains(colouring, op.Name) {
			continue
		}
		if f := apply(t, op.Name, filtertest.Picture(40, 30, frame.Gray)); f.Sampling() != frame.Gray {
			t.Errorf("%s makes colours where there were none", op.Name)
		}
	}
}

// TestEveryExtreme sets each parameter to its smallest and its largest value and to each of its
// choices.
func TestEveryExtreme(t *testing.T) {
	for _, op := range registry.Ops() {
		for _, p := range op.Params {
			for _, value := range extremes(p) {
				runWith(t, op, []wire.Arg{{Key: p.Name, Value: value}}, 40, 30, frame.YUV420)
			}
		}
	}
}

func extremes(p wire.Param) []string {
	switch p.Type {
	case wire.Choice:
		return p.Choices
	case wire.Bool:
		return []string{"false", "true"}
	case wire.Colour:
		return []string{"000000", "ffffff", "808080", "ff0000", "00ff00", "0000ff"}
	case wire.Text:
		return []string{strings.Repeat("W", int(p.Max)), strings.Repeat("語", int(p.Max)), strings.Repeat(" ", int(max(p.Min, 1)))}
	case wire.Length:
		return []string{number(p.Min), number(p.Max), "0%", "0.01%", "100%"}
	}
	middle := (p.Min + p.Max) / 2
	if p.Type == wire.Int {
		middle = math.Trunc(middle)
	}
	return []string{number(p.Min), number(middle), number(p.Max)}
}

// number formats a number as a chain has it.
func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// FuzzEveryFilter derives an operation, arguments within its declaration and a picture from a seed.
func FuzzEveryFilter(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		ops := registry.Ops()
		op := ops[rnd.IntN(len(ops))]
		var args []wire.Arg
		for _, p := range op.Params {
			if rnd.IntN(4) > 0 {
				args = append(args, wire.Arg{Key: p.Name, Value: legal(rnd, p)})
			}
		}
		runWith(t, op, args, 1+rnd.IntN(70), 1+rnd.IntN(70), filtertest.Samplings[rnd.IntN(len(filtertest.Samplings))])
	})
}

// legal returns a random valid value of a parameter.
func legal(rnd *rand.Rand, p wire.Param) string {
	switch {
	case !p.Type.Ranged() || p.Type == wire.Text:
		choices := extremes(p)
		return choices[rnd.IntN(len(choices))]
	case p.Type == wire.Length && rnd.IntN(2) == 0:
		return number(rnd.Float64()*100) + "%"
	}
	n := p.Min + (p.Max-p.Min)*math.Pow(rnd.Float64(), 3) // prefers small values, which are more interesting
	if p.Type != wire.Float {
		n = math.Trunc(n)
	}
	return number(n)
}

// runWith runs one operation and checks that it either works or refuses the size or the arguments.
// It returns nil for a refusal.
func runWith(t *testing.T, op wire.Op, args []wire.Arg, w, h int, s frame.Sampling) *frame.Frame {
	t.Helper()
	text := wire.FormatChain([]wire.Call{{Name: op.Name, Args: args}})
	refused := func(err error, code wire.Code) bool {
		var fault *wire.Error
		return errors.As(err, &fault) && fault.Code == code
	}
	chain, err := registry.Parse(text)
	if refused(err, wire.BadOps) && checks(op.Name) {
		return nil
	}
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	const limit = 1 << 20
	f := filtertest.Picture(w, h, s)
	err = chain.Run(context.Background(), f, filter.Metadata{}, limit)
	if refused(err, wire.TooManyPixels) {
		return nil
	}
	if err != nil {
		t.Fatalf("%s on %d×%d: %v", text, w, h, err)
	}
	if f.W < 1 || f.H < 1 || f.W*f.H > limit {
		t.Fatalf("%s on %d×%d makes %d×%d", text, w, h, f.W, f.H)
	}
	return f
}

// checks reports whether an operation may refuse arguments that are each in range.
func checks(name string) bool {
	return slices.ContainsFunc(builtin, func(f filter.Filter) bool { return f.Name == name && f.Check != nil })
}

// BenchmarkEveryFilter runs each operation with its defaults.
func BenchmarkEveryFilter(b *testing.B) {
	for _, op := range registry.Ops() {
		b.Run(op.Name, func(b *testing.B) { benchmark(b, op.Name) })
	}
}

// benchmark runs a chain on a 640×480 picture.
func benchmark(b *testing.B, text string) {
	chain, err := registry.Parse(text)
	if err != nil {
		b.Fatal(err)
	}
	source := filtertest.Picture(640, 480, frame.YUV420)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		f := frame.New(source.W, source.H, source.Sampling())
		for i, p := range source.Planes() {
			filtertest.CopyPlane(f.Planes()[i], p)
		}
		b.StartTimer()
		if err := chain.Run(context.Background(), f, filter.Metadata{}, 1<<22); err != nil {
			b.Fatal(err)
		}
		f.Planes() // includes the conversion back from NRGBA
		b.StopTimer()
		f.Release()
		b.StartTimer()
	}
}

// A blank text does not have an operation's default words drawn: it is refused.
func TestBlankTexts(t *testing.T) {
	for _, op := range registry.Ops() {
		for _, p := range op.Params {
			if p.Type != wire.Text || p.Default == "" {
				continue
			}
			for _, chain := range []string{op.Name + ":" + p.Name + "= ", op.Name + ":" + p.Name + "=", op.Name + ":" + p.Name + "=\\ "} {
				if _, err := registry.Parse(chain); err == nil {
					t.Errorf("%q is taken", chain)
				}
			}
		}
	}
	for _, chain := range []string{"text: ", "text:  :top"} {
		if _, err := registry.Parse(chain); err == nil {
			t.Errorf("%q is taken", chain)
		}
	}
}
