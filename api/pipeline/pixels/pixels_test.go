package pixels_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	_ "framepost/api/filter/embedded"
	"framepost/api/kernel"
	"framepost/api/pipeline/pixels"
	"framepost/api/pipeline/pixels/look"
	"framepost/api/wire"
	"framepost/configs"
)

const maxPixels = 2_000_000

var updateLooks = flag.Bool("update-looks", false, "write testdata/looks.txt anew, after a change that is meant to change answers")

// TestLooks compares what every operation and every preset makes of the pictures, byte by byte,
// with a table. Plain Go, the vector kernels, WebAssembly under Node and the worker in a browser
// must all print it, so that nobody sees where a frame was processed. The last two lines of its log
// say which of them this was, and what it has printed: e2e's TestLooksEverywhere reads them.
func TestLooks(t *testing.T) {
	file := filepath.Join("testdata", "looks.txt")
	var got string
	synctest.Test(t, func(t *testing.T) { got = table(t) }) // the operation clock reads the time
	if *updateLooks {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	wanted := strings.Split(string(want), "\n")
	lines := strings.Split(got, "\n")
	for _, line := range lines {
		if !slices.Contains(wanted, line) {
			t.Errorf("not in %s: %s", file, line)
		}
	}
	if len(lines) != len(wanted) {
		t.Errorf("%d lines, %s has %d", len(lines), file, len(wanted))
	}
	t.Logf("kernels: %s %q", runtime.GOARCH, kernel.Instructions())
	t.Logf("table: %s", look.Sum([]byte(got)))
}

func table(t *testing.T) string {
	p := pixels.New(maxPixels)
	presets, err := configs.Presets()
	if err != nil {
		t.Fatal(err)
	}
	pictures := look.Pictures()
	var b strings.Builder
	for _, text := range look.Chains(p.Ops(), presets) {
		chain, err := p.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		line := look.NewLine()
		for _, picture := range pictures {
			a, _, err := p.Process(t.Context(), chain, picture)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			line.Add(a)
			a.Release()
		}
		b.WriteString(line.Pixels() + " " + line.Planes() + " " + text + "\n")
	}
	return b.String()
}

// The picture that is given stays as it is, since a frame's own pixels may be lent.
func TestProcessOnlyReads(t *testing.T) {
	p := pixels.New(maxPixels)
	for _, text := range []string{"", "invert", "sepia", "posterize", "mirror"} {
		chain, err := p.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range look.Pictures() {
			before := bytes.Clone(in.Pix)
			a, _, err := p.Process(t.Context(), chain, in)
			if err != nil {
				t.Fatal(err)
			}
			a.Release()
			if !bytes.Equal(in.Pix, before) {
				t.Errorf("%q changes a %d×%d picture", text, in.W, in.H)
			}
		}
	}
}

func TestLiteral(t *testing.T) {
	p := pixels.New(maxPixels)
	chain, err := p.Parse("invert,mirror")
	if err != nil {
		t.Fatal(err)
	}
	in := pixels.Picture{W: 4, H: 1, Pix: []byte{0, 0, 0, 255, 0, 0, 0, 9, 255, 255, 255, 255, 255, 255, 255, 0}}
	a, timing, err := p.Process(t.Context(), chain, in)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Release()
	want := []byte{0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}
	if got := look.Pixels(a); !bytes.Equal(got, want) || a.W != 4 || a.H != 1 {
		t.Errorf("got %v, want %v", got, want)
	}
	if timing.Decode < 0 || timing.Ops < 0 || timing.Encode != 0 {
		t.Errorf("times %+v", timing)
	}
	if a.Faces != nil || a.Figures.String() != "" || a.Affine.String() != "-1,0,0,1,1,0" {
		t.Errorf("faces %v, figures %q, affine %v", a.Faces, a.Figures, a.Affine)
	}
}

func TestErrors(t *testing.T) {
	p := pixels.New(100)
	ended, end := context.WithCancel(t.Context())
	end()
	for _, test := range []struct {
		ctx   context.Context
		chain string
		w, h  int
		code  wire.Code // "" for the error of ctx
	}{
		{t.Context(), "overlay", 1, 1, wire.BadOps},
		{t.Context(), "lut", 1, 1, wire.BadOps},
		{t.Context(), "nothing", 1, 1, wire.BadOps},
		{t.Context(), "", 0, 1, wire.Undecodable},
		{t.Context(), "", 1, 0, wire.Undecodable},
		{t.Context(), "", 101, 1, wire.TooManyPixels},
		{t.Context(), "resize:50", 10, 10, wire.TooManyPixels},
		{ended, "invert", 10, 10, ""},
	} {
		chain, err := p.Parse(test.chain)
		if err == nil {
			_, _, err = p.Process(test.ctx, chain, pixels.Picture{W: test.w, H: test.h, Pix: make([]byte, 4*test.w*test.h)})
		}
		var e *wire.Error
		if test.code == "" && err != context.Canceled || test.code != "" && (!errors.As(err, &e) || e.Code != test.code) {
			t.Errorf("%q on %d×%d: %v, want %q", test.chain, test.w, test.h, err, test.code)
		}
	}
}

func BenchmarkProcess(b *testing.B) {
	p := pixels.New(maxPixels)
	in := pixels.Picture{W: 640, H: 480, Pix: make([]byte, 4*640*480)}
	for i := range in.Pix {
		in.Pix[i] = byte(i/640 + i%7*9)
	}
	buffer := make([]byte, 4*700)
	for _, text := range []string{"", "resize:700,mirror", "resize:700,mirror,cartoon", "resize:700,mirror,faces:pixelate"} {
		b.Run("chain="+text, func(b *testing.B) {
			chain, err := p.Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				a, _, err := p.Process(b.Context(), chain, in)
				if err != nil {
					b.Fatal(err)
				}
				for y := range a.H {
					a.Row(buffer[:4*a.W], y)
				}
				a.Release()
			}
		})
	}
}
