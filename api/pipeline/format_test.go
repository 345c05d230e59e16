package pipeline

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"testing"

	"framepost/api/frame"
	"framepost/api/wire"
)

// Every format writes a picture of the right size, even of one pixel; a lossless one writes
// exactly the frame's pixels.
func TestFormats(t *testing.T) {
	p := newPipeline(t)
	for _, format := range Formats {
		for _, ops := range []string{"", "resize:33:17", "resize:1:1", "invert", "gray"} {
			chain, err := p.Parse(ops)
			if err != nil {
				t.Fatal(err)
			}
			a, err := p.Process(t.Context(), Job{Body: asJPEG(t, photo(123, 77)), Chain: chain, Format: format, Quality: 95})
			if err != nil {
				t.Fatal(err)
			}
			img, name, err := image.Decode(bytes.NewReader(a.Body.Bytes))
			if err != nil || name != format.Name || img.Bounds() != image.Rect(0, 0, a.W, a.H) {
				t.Fatalf("%s, %q: %v, %s of %v", format.Name, ops, err, name, img.Bounds())
			}
			want := answer(t, asJPEG(t, photo(123, 77)), ops)
			if db := psnr(img, want); db < 33 {
				t.Errorf("%s, %q: %.1f dB from the JPEG", format.Name, ops, db)
			}
			if _, gray := img.(*image.Gray); gray != (ops == "gray") {
				t.Errorf("%s, %q is a %T", format.Name, ops, img)
			}
			a.Body.Release()
		}
	}
}

func TestPNGIsLossless(t *testing.T) {
	f := frame.OfNRGBA(photo(31, 17))
	defer f.Release()
	b, err := PNG.encode(t.Context(), f, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	img, err := png.Decode(bytes.NewReader(b.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	for y := range 17 {
		for x := range 31 {
			if got := color.NRGBAModel.Convert(img.At(x, y)); got != photo(31, 17).At(x, y) {
				t.Fatalf("pixel %d,%d is %v, want %v", x, y, got, photo(31, 17).At(x, y))
			}
		}
	}
}

// An answer that few programs could open is refused, with a detail that says what to do.
func TestAnswersThatNobodyOpens(t *testing.T) {
	p := newPipeline(t)
	body := asPNG(t, image.NewGray(image.Rect(0, 0, JPEG.MaxSide+1, 2)))
	for ops, refused := range map[string]bool{"": true, "mirror": true, "rotate:90": true, "resize:8000:2": false, "crop:0:0:9:2": false} {
		chain, err := p.Parse(ops)
		if err != nil {
			t.Fatal(err)
		}
		a, err := p.Process(t.Context(), Job{Body: body, Chain: chain, Format: JPEG, Quality: 85})
		a.Body.Release()
		var e *wire.Error
		if refused != (errors.As(err, &e) && e.Code == wire.TooManyPixels) || !refused && err != nil {
			t.Errorf("%q: the error is %v", ops, err)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	f := frame.OfNRGBA(photo(640, 480))
	defer f.Release()
	b.ReportAllocs()
	for b.Loop() {
		out, err := PNG.encode(b.Context(), f, 85)
		if err != nil {
			b.Fatal(err)
		}
		out.Release()
	}
}
