package pipeline

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	"framepost/api/wire"
)

// regionsOf are parts of a w×h frame whose corners are those of MCUs, or the frame's.
func regionsOf(w, h int) []wire.Region {
	list := []wire.Region{}
	for _, b := range []wire.Box{{X: 0, Y: 0, W: 208, H: 160}, {X: 96, Y: 80, W: 192, H: 144}, {X: w / 2 &^ 15, Y: 0, H: h},
		{X: 0, Y: h / 2 &^ 15, W: w}, {X: 0, Y: 0, W: w, H: h}} {
		if b.W == 0 {
			b.W = w - b.X
		}
		if b.H == 0 || b.Y+b.H > h {
			b.H = h - b.Y
		}
		list = append(list, wire.Region{Box: b, FrameW: w, FrameH: h})
	}
	return list
}

// TestRegions sends regions of a frame as files of their own. Each answer, before it is encoded,
// must be that part of the answer to the whole frame which its Region says, to the pixel: with
// pictures that are decoded smaller, too.
func TestRegions(t *testing.T) {
	p := newPipeline(t)
	for _, size := range []image.Point{{320, 240}, {643, 487}} {
		frame := photo(size.X, size.Y)
		for name, file := range map[string]func(image.Image) []byte{
			"JPEG":             func(img image.Image) []byte { return asJPEG(t, img) },
			"PNG":              func(img image.Image) []byte { return asPNG(t, img) },
			"JPEG on its side": func(img image.Image) []byte { return withOrientation(asJPEG(t, img), 6) },
		} {
			for _, ops := range []string{"", wire.DefaultChain, "resize:320,mirror", "resize:150,blur:1", "resize:70", "rotate:90,sharpen,resize:200:300"} {
				chain, err := p.Parse(ops)
				if err != nil {
					t.Fatal(err)
				}
				whole := lossless(t, p, Job{Body: file(frame), Chain: chain, Format: PNG})
				for _, r := range regionsOf(size.X, size.Y) {
					part := frame.SubImage(image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H))
					got := lossless(t, p, Job{Body: file(part), Chain: chain, Format: PNG, Region: r})
					label := name + " " + r.String() + " " + ops + " " + got.Region.String()
					if got.Region.FrameW != whole.W || got.Region.FrameH != whole.H || got.Region.W != got.W || got.Region.H != got.H {
						t.Errorf("%s: the answer is %d×%d, of %d×%d", label, got.W, got.H, whole.W, whole.H)
						continue
					}
					if got.Reach != whole.Reach || got.Reach < 0 {
						t.Errorf("%s: the reach is %d, of the whole frame %d", label, got.Reach, whole.Reach)
					}
					if db := psnr(got.picture, cutOut(whole.picture, got.Region.Box)); db < 99 {
						t.Errorf("%s: %.1f dB from the whole answer", label, db)
					}
				}
			}
		}
	}
}

// pictured is an answer and its picture.
type pictured struct {
	Answer
	picture image.Image
}

func lossless(t *testing.T, p *Pipeline, job Job) pictured {
	t.Helper()
	answer, err := p.Process(t.Context(), job)
	if err != nil {
		t.Fatalf("%s: %v", job.Region, err)
	}
	defer answer.Body.Release()
	img, err := png.Decode(bytes.NewReader(answer.Body.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	return pictured{answer, img}
}

// cutOut returns a copy of a part of a picture, at 0, 0.
func cutOut(img image.Image, b wire.Box) image.Image {
	part := image.NewNRGBA(image.Rect(0, 0, b.W, b.H))
	for y := range b.H {
		for x := range b.W {
			part.Set(x, y, img.At(b.X+x, b.Y+y))
		}
	}
	return part
}

func TestRegionRefusals(t *testing.T) {
	p := newPipeline(t)
	body := asJPEG(t, photo(64, 48))
	for _, test := range []struct {
		ops    string
		region wire.Region
		code   wire.Code
		detail string
	}{
		{"", wire.Region{Box: wire.Box{W: 64, H: 32}, FrameW: 640, FrameH: 480}, wire.BadRegion, "64x48, the region is one of 64x32"},
		{"equalize", wire.Region{Box: wire.Box{W: 64, H: 48}, FrameW: 640, FrameH: 480}, wire.NotLocal, "operation 1, equalize"},
		{"blur:40", wire.Region{Box: wire.Box{X: 64, Y: 64, W: 64, H: 48}, FrameW: 640, FrameH: 480}, wire.SmallRegion, "too small"},
		{"crop:0:0:32:32", wire.Region{Box: wire.Box{X: 64, Y: 64, W: 64, H: 48}, FrameW: 640, FrameH: 480}, wire.SmallRegion, "crops it away"},
		{"resize:8", wire.Region{Box: wire.Box{X: 64, Y: 64, W: 64, H: 48}, FrameW: 8192, FrameH: 6000}, wire.SmallRegion, "too small"},
		{"", wire.Region{Box: wire.Box{W: 64, H: 48}, FrameW: 65535, FrameH: 65535}, wire.TooManyPixels, "65535x65535"},
		{"resize:8000:8000", wire.Region{Box: wire.Box{W: 64, H: 48}, FrameW: 640, FrameH: 480}, wire.TooManyPixels, "8000x8000"},
	} {
		chain, err := p.Parse(test.ops)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Process(t.Context(), Job{Body: body, Chain: chain, Format: JPEG, Quality: 85, Region: test.region})
		var fault *wire.Error
		if !errors.As(err, &fault) || fault.Code != test.code || !strings.Contains(fault.Detail, test.detail) {
			t.Errorf("%q on %s: %v, want %s: %s", test.ops, test.region, err, test.code, test.detail)
		}
	}
}

// TestPlanOfARegion: a region costs its share of what the whole frame would.
func TestPlanOfARegion(t *testing.T) {
	p := newPipeline(t)
	chain, err := p.Parse(wire.DefaultChain)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := p.Plan(Job{Body: asJPEG(t, photo(640, 480)), Chain: chain, Format: JPEG, Quality: 85})
	if err != nil {
		t.Fatal(err)
	}
	region := wire.Region{Box: wire.Box{X: 160, Y: 96, W: 320, H: 240}, FrameW: 640, FrameH: 480}
	part, err := p.Plan(Job{Body: asJPEG(t, photo(320, 240)), Chain: chain, Format: JPEG, Quality: 85, Region: region})
	if err != nil {
		t.Fatal(err)
	}
	for name, share := range map[string]float64{
		"time": float64(part.Time) / float64(whole.Time), "memory": float64(part.Memory) / float64(whole.Memory),
		"answer": float64(part.Answer) / float64(whole.Answer),
	} {
		if share < 0.24 || share > 0.26 {
			t.Errorf("a quarter of the frame takes %.2f of its %s", share, name)
		}
	}
}

// BenchmarkRegion processes regions of a frame of 1280×720, all 16 px apart as they are in a stream,
// through the default chain.
func BenchmarkRegion(b *testing.B) {
	p := newPipeline(b)
	chain, err := p.Parse(wire.DefaultChain)
	if err != nil {
		b.Fatal(err)
	}
	for _, box := range []wire.Box{{W: 1280, H: 720}, {W: 320, H: 240}, {W: 96, H: 96}} {
		body := asJPEG(b, photo(box.W, box.H))
		b.Run(wire.FormatSize(box.W, box.H), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				r := wire.Region{Box: box, FrameW: 1280, FrameH: 720}
				r.X, r.Y = i*wire.RegionStep%(1281-box.W)&^15, i*wire.RegionStep%(721-box.H)&^15
				a, err := p.Process(b.Context(), Job{Body: body, Chain: chain, Format: JPEG, Quality: 85, Region: r})
				if err != nil {
					b.Fatal(err)
				}
				a.Body.Release()
			}
		})
	}
}
