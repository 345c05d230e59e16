package ops

import (
	"encoding/base64"
	"math"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/thumbhash"
	"framepost/api/frame"
)

func TestMeasureLiterals(t *testing.T) {
	f := apply(t, "meter,sharpness", filtertest.Grey([]byte{1, 2, 3}, []byte{4, 9, 6}, []byte{7, 8, 9}))
	if got, want := *f.Figures.Brightness, 2.14; got != want { // 49/9 of 255
		t.Errorf("brightness: got %v, want %v", got, want)
	}
	if got, want := *f.Figures.Sharpness, 80.4; got != want {
		t.Errorf("sharpness: got %v, want %v", got, want)
	}
	for luma, want := range map[byte]float64{0: 0, 51: 20, 255: 100} {
		f := apply(t, "meter,sharpness", filtertest.Flat(31, 17, frame.YUV420, luma))
		if *f.Figures.Brightness != want || *f.Figures.Sharpness != 0 {
			t.Errorf("luma %d: brightness %v, want %v; sharpness %v, want 0", luma, *f.Figures.Brightness, want, *f.Figures.Sharpness)
		}
	}
}

func TestPalette(t *testing.T) {
	half := filtertest.Grey([]byte{10, 10, 10, 200}, []byte{10, 10, 10, 200})
	swatches := apply(t, "palette", half).Figures.Palette
	if len(swatches) != 2 || swatches[0].Colour != "#0a0a0a" || swatches[0].Share != 75 || swatches[1].Colour != "#c8c8c8" || swatches[1].Share != 25 {
		t.Errorf("got %v", swatches)
	}
	for _, n := range []string{"1", "5", "16"} {
		sum := 0.0
		swatches := apply(t, "palette:"+n, filtertest.Picture(321, 243, frame.YUV420)).Figures.Palette
		for _, s := range swatches {
			sum += s.Share
		}
		if number(float64(len(swatches))) != n || math.Abs(sum-100) > 0.1 {
			t.Errorf("palette:%s has %d colours with a share of %v %%", n, len(swatches), sum)
		}
	}
}

func TestThumbHash(t *testing.T) {
	f := filtertest.Picture(64, 48, frame.YUV420)
	want := base64.StdEncoding.EncodeToString(thumbhash.Of(filtertest.Picture(64, 48, frame.YUV420).NRGBA()))
	if got := apply(t, "thumbhash", f).Figures.ThumbHash; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestMeasuringChangesNothing compares samples and pixels, since a conversion from one to the other
// and back rounds.
func TestMeasuringChangesNothing(t *testing.T) {
	for _, op := range registry.Ops() {
		if op.Group != "measure" {
			continue
		}
		for _, s := range filtertest.Samplings {
			if f := apply(t, op.Name, filtertest.Picture(123, 77, s)); !filtertest.Same(f, filtertest.Picture(123, 77, s)) {
				t.Errorf("%s changes a picture with sampling %d", op.Name, s)
			}
		}
		want := apply(t, "posterize", filtertest.Picture(123, 77, frame.YUV420)).NRGBA()
		got := apply(t, "posterize,"+op.Name, filtertest.Picture(123, 77, frame.YUV420)).NRGBA()
		if string(got.Pix) != string(want.Pix) {
			t.Errorf("%s changes pixels", op.Name)
		}
	}
}

// TestFiguresStay checks that what was measured is reported whatever follows, and that of two
// operations the last one counts.
func TestFiguresStay(t *testing.T) {
	picture := func() *frame.Frame { return filtertest.Picture(123, 77, frame.YUV420) }
	want := *apply(t, "meter", picture()).Figures.Brightness
	for _, chain := range []string{"meter,invert", "meter,rotate:10,posterize,resize:20", "invert,meter,invert,meter"} {
		if got := *apply(t, chain, picture()).Figures.Brightness; math.Abs(got-want) > 0.01 {
			t.Errorf("%s: brightness %v, want %v", chain, got, want)
		}
	}
	if f := apply(t, "invert", picture()); f.Figures.Brightness != nil {
		t.Error("a brightness that nobody has measured")
	}
}
