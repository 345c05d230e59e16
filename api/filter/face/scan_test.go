package face

import (
	"encoding/binary"
	"errors"
	"image"
	"image/draw"
	"math"
	"slices"
	"testing"

	pigo "github.com/esimov/pigo/core"

	"framepost/api/filter/face/cascade"
	"framepost/api/kernel"
)

// TestScanAsPigo compares the windows with those that pigo finds, and their scores, bit by bit: on
// the portrait, on noise, and in a plane with a stride.
func TestScanAsPigo(t *testing.T) {
	file, err := cascade.Load()
	if err != nil {
		t.Fatal(err)
	}
	reference, err := pigo.NewPigo().Unpack(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := parse(file)
	if err != nil {
		t.Fatal(err)
	}
	portrait, _ := sample(t)
	beside := noise(501, 377)
	draw.Draw(beside, portrait.Bounds().Add(image.Pt(90, 20)), portrait, image.Point{}, draw.Src)
	whole := plane(beside)
	part := kernel.Plane{Pix: whole.Pix[20*whole.Stride+80:], Stride: whole.Stride, W: 351, H: 347}
	found := 0
	for i, p := range []kernel.Plane{plane(portrait), whole, part, plane(noise(24, 24)), plane(noise(25, 200)), plane(noise(26, 26))} {
		hits := reference.RunCascade(pigo.CascadeParams{
			MinSize: smallest, MaxSize: min(p.W, p.H), ShiftFactor: shift, ScaleFactor: growth,
			ImageParams: pigo.ImageParams{Pixels: p.Pix, Rows: p.H, Cols: p.W, Dim: p.Stride},
		}, 0)
		var want []window
		for _, h := range hits {
			want = append(want, window{h.Col, h.Row, h.Scale, h.Q})
		}
		if got := c.scan(p); !slices.Equal(got, want) {
			t.Errorf("plane %d: %d windows %v, pigo finds %d: %v", i, len(got), got, len(want), want)
		}
		found += len(want)
	}
	if found < 20 {
		t.Errorf("only %d windows were compared", found)
	}
}

// stump returns a file with one tree of one node, which compares the samples a quarter of a side
// above and below the centre.
func stump(no, yes, least float32) []byte {
	file := make([]byte, 8, 40)
	file = binary.LittleEndian.AppendUint32(file, 1)
	file = binary.LittleEndian.AppendUint32(file, 1)
	file = append(file, 0xc0, 0, 0x40, 0) // -64 and 64, of 256
	for _, v := range []float32{no, yes, least} {
		file = binary.LittleEndian.AppendUint32(file, math.Float32bits(v))
	}
	return file
}

func TestStump(t *testing.T) {
	c, err := parse(stump(-1, 3, 0.5))
	if err != nil {
		t.Fatal(err)
	}
	p := kernel.Plane{Pix: make([]byte, 26*26), Stride: 26, W: 26, H: 26}
	want := []window{{13, 13, 24, 2.5}} // dark is not darker than dark
	if got := c.scan(p); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	p.Pix[7*26+13] = 9 // the upper sample is lighter
	if got := c.scan(p); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestParseErrors(t *testing.T) {
	good := stump(-1, 3, 0.5)
	changed := func(at int, value byte) []byte {
		file := slices.Clone(good)
		file[at] = value
		return file
	}
	for name, file := range map[string][]byte{
		"nothing": nil, "a header": good[:16], "half a header": good[:15], "short": good[:len(good)-1], "long": append(slices.Clone(good), 0),
		"no depth": changed(8, 0), "too deep": changed(8, deepest+1), "deeper": changed(8, 2), "no trees": changed(12, 0), "more trees": changed(12, 2),
		"very many trees": changed(15, 0xff), "a page": []byte("<!doctype html><title>Not found</title>"),
	} {
		if c, err := parse(file); !errors.Is(err, errNoCascade) {
			t.Errorf("%s: %v, %v", name, c, err)
		}
	}
}

// FuzzParse holds that no file makes a cascade that reads outside of a plane.
func FuzzParse(f *testing.F) {
	f.Add(stump(-1, 3, 0.5))
	f.Add(stump(1, 1, -1))
	f.Add([]byte("<!doctype html>"))
	p := kernel.Plane{Pix: noise(30, 27).Pix, Stride: 30, W: 30, H: 27}
	f.Fuzz(func(_ *testing.T, file []byte) {
		if c, err := parse(file); err == nil {
			c.scan(p)
		}
	})
}

// BenchmarkScan is beside pigo on the same plane.
func BenchmarkScan(b *testing.B) {
	portrait, _ := sample(b)
	canvas := noise(444, 333)
	draw.Draw(canvas, portrait.Bounds().Add(image.Pt(90, 20)), portrait, image.Point{}, draw.Src)
	p := plane(canvas)
	file, err := cascade.Load()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("by=pigo", func(b *testing.B) {
		reference, err := pigo.NewPigo().Unpack(file)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			reference.RunCascade(pigo.CascadeParams{
				MinSize: smallest, MaxSize: min(p.W, p.H), ShiftFactor: shift, ScaleFactor: growth,
				ImageParams: pigo.ImageParams{Pixels: p.Pix, Rows: p.H, Cols: p.W, Dim: p.Stride},
			}, 0)
		}
	})
	b.Run("by=scan", func(b *testing.B) {
		c, err := parse(file)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			c.scan(p)
		}
	})
}
