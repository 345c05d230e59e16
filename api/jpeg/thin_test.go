package jpeg

import (
	"context"
	"testing"

	"framepost/api/frame"
	"framepost/api/jpeg/films"
)

// tokensOf returns the tokens of blocks of luma, whose AC coefficients are given from the first on.
func tokensOf(e *encoder, blocks ...[]int16) *tokens {
	c := channel{tables: 0}
	t := &e.within.tokens
	t.reset()
	for i, ac := range blocks {
		copy(e.coefs.blocks[i][1:], ac)
		for k, v := range ac {
			if v != 0 {
				e.coefs.nonzero[i] |= 1 << (k + 1)
			}
		}
	}
	t.add(&e.coefs, len(blocks), []*channel{&c})
	return t
}

// Only a last 1 or -1 is left out, with the zeros before it.
func TestDropLast(t *testing.T) {
	far := make([]int16, 40)
	far[0], far[39] = 3, -1
	full := make([]int16, 63)
	full[62] = 1
	for name, test := range map[string]struct {
		ac      []int16
		dropped []token // symbols, as of AC of luma
	}{
		"no AC":                {nil, nil},
		"1":                    {[]int16{5, 1}, []token{0x01}},
		"-1 after a zero":      {[]int16{5, 0, -1}, []token{0x11}},
		"the only one":         {[]int16{1}, []token{0x01}},
		"2":                    {[]int16{1, 2}, nil},
		"after two sixteens":   {far, []token{0x61, 0xF0, 0xF0}},
		"no end of block":      {full, nil},
		"only the last of two": {[]int16{1, 1}, []token{0x01}},
	} {
		e := new(encoder)
		for i := range e.within.codes {
			e.within.codes.set(i, 5)
		}
		tokens := tokensOf(e, test.ac)
		want := tokens.counts
		for _, symbol := range test.dropped {
			want[tokenAC|symbol]--
		}
		if saved := tokens.dropLast(&e.within.codes, 0); saved != 5*len(test.dropped) {
			t.Errorf("%s: %d bits saved, want %d symbols of 5", name, saved, len(test.dropped))
		}
		if tokens.counts != want {
			t.Errorf("%s: other symbols are left out than %x", name, test.dropped)
		}
		if again := tokens.dropLast(&e.within.codes, 0); again > 0 {
			t.Errorf("%s: %d bits saved the second time", name, again)
		}
		tokens.release()
	}
}

// What thinning saves is what was asked for, and it costs about as much as a coarser scale that
// saves the same.
func TestThin(t *testing.T) {
	for _, film := range films.All {
		f := film.Frame(320, 240, 5)
		e := new(encoder)
		e.set(f)
		e.setTokens()
		size := func(percent float64) int {
			n, err := e.count(context.Background(), percent)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		whole := size(60)
		if !e.within.tokens.thin(&e.within.codes, 8*whole/50) {
			t.Fatalf("%s: 2 %% are too many", film.Name)
		}
		thinned := e.size()
		if thinned > whole-whole/50 || thinned < whole-whole/35 {
			t.Errorf("%s: %d of %d bytes are left", film.Name, thinned, whole)
		}
		got := lossOf(t, e, f)
		percent := 60.0
		for size(percent) > thinned {
			percent++
		}
		if coarser := lossOf(t, e, f); got < coarser-0.2 {
			t.Errorf("%s: %.2f dB, at a scale of %v %% %.2f", film.Name, got, percent, coarser)
		}
		if size(60); e.within.tokens.thin(&e.within.codes, 8*whole/2) {
			t.Errorf("%s: half of the file was left out", film.Name)
		}
		e.within.tokens.release()
		f.Release()
	}
}

// lossOf writes the file that has been counted, and compares it with its picture.
func lossOf(t *testing.T, e *encoder, f *frame.Frame) float64 {
	out := e.write(0)
	defer out.Release()
	return loss(t, out.Bytes, f.Planes())
}
