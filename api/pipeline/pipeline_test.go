package pipeline

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"framepost/api/wire"

	"github.com/disintegration/imaging"
)

func newPipeline(t testing.TB) *Pipeline {
	t.Helper()
	p, err := New(Default())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// answer processes a body and decodes the answer.
func answer(t testing.TB, body []byte, ops string) image.Image {
	t.Helper()
	p := newPipeline(t)
	chain, err := p.Parse(ops)
	if err != nil {
		t.Fatal(err)
	}
	a, err := p.Process(t.Context(), Job{Body: body, Chain: chain, Format: JPEG, Quality: 95})
	if err != nil {
		t.Fatalf("Process: %v", err)
	}
	defer a.Body.Release()
	img, err := jpeg.Decode(bytes.NewReader(a.Body.Bytes))
	if err != nil {
		t.Fatalf("the answer cannot be decoded: %v", err)
	}
	if b := img.Bounds(); b.Dx() != a.W || b.Dy() != a.H {
		t.Errorf("the answer says %d×%d, its JPEG %v", a.W, a.H, b)
	}
	return img
}

// psnr returns the peak signal-to-noise ratio of two pictures in dB, over R, G and B.
func psnr(a, b image.Image) float64 {
	var sum float64
	r := a.Bounds()
	for y := range r.Dy() {
		for x := range r.Dx() {
			c := color.NRGBAModel.Convert(a.At(r.Min.X+x, r.Min.Y+y)).(color.NRGBA)
			d := color.NRGBAModel.Convert(b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y)).(color.NRGBA)
			for _, e := range []float64{float64(c.R) - float64(d.R), float64(c.G) - float64(d.G), float64(c.B) - float64(d.B)} {
				sum += e * e
			}
		}
	}
	return 10 * math.Log10(255*255*3*float64(r.Dx()*r.Dy())/math.Max(sum, 1e-9))
}

// The default chain does what the replaced setup did with every frame.
func TestDefaultChain(t *testing.T) {
	for _, size := range []image.Point{{640, 480}, {1280, 720}, {320, 240}, {1920, 1080}, {701, 333}} {
		body := asJPEG(t, photo(size.X, size.Y))
		got := answer(t, body, wire.DefaultChain)
		source, err := jpeg.Decode(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		want := imaging.FlipH(imaging.Resize(source, 700, got.Bounds().Dy(), imaging.Linear))
		wantH := math.Round(float64(size.Y) * 700 / float64(size.X))
		if got.Bounds().Dx() != 700 || got.Bounds().Dy() != int(wantH) {
			t.Errorf("%v becomes %v; want 700×%v", size, got.Bounds(), wantH)
		}
		if db := psnr(got, want); db < 33 {
			t.Errorf("%v: %.1f dB from the reference; want 33 or more", size, db)
		}
	}
}

// A picture that is decoded at a fraction of its size, because its chain shrinks it, has the
// same result as with a chain whose first operation prevents that.
func TestShrunkDecodeChangesNothing(t *testing.T) {
	for _, size := range []image.Point{{1281, 723}, {640, 480}, {123, 77}, {77, 403}} {
		body := withOrientation(asJPEG(t, photo(size.X, size.Y)), 6)
		for _, width := range []int{13, 30, 60, 120} {
			resize := "resize:" + strconv.Itoa(width)
			small, full := answer(t, body, resize+",mirror"), answer(t, body, "brightness:0,"+resize+",mirror")
			if small.Bounds() != full.Bounds() {
				t.Errorf("%v, %s: %v; want %v", size, resize, small.Bounds(), full.Bounds())
			} else if db := psnr(small, full); db < 33 {
				t.Errorf("%v, %s: %.1f dB apart; want 33 or more", size, resize, db)
			}
		}
	}
}

func TestContainers(t *testing.T) {
	img := photo(64, 48)
	gray := image.NewGray(img.Rect)
	draw.Draw(gray, gray.Rect, img, image.Point{}, draw.Src)
	for name, test := range map[string]struct {
		body []byte
		want image.Image
		db   float64
	}{
		"jpeg":                {asJPEG(t, img), img, 30},
		"jpeg, grey":          {asJPEG(t, gray), gray, 35},
		"jpeg without tables": {withoutTables(asJPEG(t, img)), img, 30},
		"png":                 {asPNG(t, img), img, 30},
		"png, grey":           {asPNG(t, gray), gray, 35},
		"png, palette":        {asPNG(t, paletted(img)), paletted(img), 22},
		"gif":                 {asGIF(t, paletted(img)), paletted(img), 22},
	} {
		t.Run(name, func(t *testing.T) {
			if db := psnr(answer(t, test.body, "flip,flip"), test.want); db < test.db {
				t.Errorf("%.1f dB from the source; want %v or more", db, test.db)
			}
		})
	}
}

// A grey picture becomes one component: a third of the work for the receiver, too.
func TestGrayStaysGray(t *testing.T) {
	if img, ok := answer(t, asJPEG(t, image.NewGray(image.Rect(0, 0, 40, 30))), "").(*image.Gray); !ok {
		t.Errorf("a grey picture becomes %T", img)
	}
}

// near reports whether a pixel is c within the tolerance that JPEG needs.
func near(img image.Image, x, y int, c color.NRGBA, tolerance int) bool {
	got := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
	within := func(a, b uint8) bool { return int(a)-int(b) <= tolerance && int(b)-int(a) <= tolerance }
	return within(got.R, c.R) && within(got.G, c.G) && within(got.B, c.B)
}

func TestWebP(t *testing.T) {
	want := []color.NRGBA{{235, 235, 235, 255}, {0, 0, 0, 255}, {255, 0, 0, 255}, {0, 0, 255, 255}}
	for name, file := range map[string]string{"lossy": lossyWebP, "lossless": losslessWebP} {
		img := answer(t, unbase64(t, file), "flip,flip")
		for i, c := range want {
			if x := 8*i + 4; !near(img, x, 12, c, 12) {
				t.Errorf("%s: pixel %d,12 is %v; want about %v", name, x, img.At(x, 12), c)
			}
		}
	}
}

func TestTransparencyShowsWhite(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 32, 16)) // left half transparent black
	draw.Draw(img, image.Rect(16, 0, 32, 16), image.NewUniform(color.NRGBA{0, 0, 0, 128}), image.Point{}, draw.Src)
	got := answer(t, asPNG(t, img), "flip,flip")
	if !near(got, 4, 8, color.NRGBA{255, 255, 255, 255}, 4) || !near(got, 28, 8, color.NRGBA{127, 127, 127, 255}, 4) {
		t.Errorf("nothing shows as %v, half black as %v", got.At(4, 8), got.At(28, 8))
	}
}

// A GIF's first frame may cover only a part of its screen.
func TestGIFFrameWithinScreen(t *testing.T) {
	img := image.NewPaletted(image.Rect(16, 0, 32, 16), color.Palette{color.Black})
	var b bytes.Buffer
	err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{img}, Delay: []int{0}, Config: image.Config{Width: 32, Height: 16}})
	if err != nil {
		t.Fatal(err)
	}
	got := answer(t, b.Bytes(), "flip,flip")
	if !near(got, 4, 8, color.NRGBA{255, 255, 255, 255}, 4) || !near(got, 28, 8, color.NRGBA{0, 0, 0, 255}, 4) {
		t.Errorf("the screen shows %v, the frame %v", got.At(4, 8), got.At(28, 8))
	}
}

// Each value of Orientation, applied to a picture stored accordingly, shows the same
// upright picture; the turns are those of EXIF 2.32's figure for tag 0x0112.
func TestOrientation(t *testing.T) {
	upright := quarters()
	stored := map[byte]image.Image{
		1: upright,
		2: imaging.FlipH(upright),
		3: imaging.Rotate180(upright),
		4: imaging.FlipV(upright),
		5: imaging.Transpose(upright),
		6: imaging.Rotate90(upright), // counter-clockwise: shown after a clockwise turn
		7: imaging.Transverse(upright),
		8: imaging.Rotate270(upright),
	}
	for orientation, img := range stored {
		got := answer(t, withOrientation(asJPEG(t, img), orientation), "flip,flip")
		for i, c := range []color.NRGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {255, 0, 0, 255}, {0, 0, 255, 255}} {
			if x, y := i%2*16+8, i/2*16+8; !near(got, x, y, c, 12) {
				t.Errorf("Orientation %d: pixel %d,%d is %v; want %v", orientation, x, y, got.At(x, y), c)
			}
		}
	}
}

// The orientation of a PNG, stored before its pixels, is applied: here a clockwise turn.
func TestOrientationOfPNG(t *testing.T) {
	exif := "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(exif)))
	chunk = append(chunk, "eXIf"+exif...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const header = 8 + 12 + 13
	got := answer(t, slices.Insert(asPNG(t, quarters()), header, chunk...), "flip,flip")
	for i, c := range []color.NRGBA{{255, 0, 0, 255}, {255, 255, 255, 255}, {0, 0, 255, 255}, {0, 0, 0, 255}} {
		if x, y := i%2*16+8, i/2*16+8; !near(got, x, y, c, 12) {
			t.Errorf("pixel %d,%d is %v; want %v", x, y, got.At(x, y), c)
		}
	}
}

func TestNoMetadataGoesOut(t *testing.T) {
	p := newPipeline(t)
	chain, _ := p.Parse(wire.DefaultChain)
	a, err := p.Process(t.Context(), Job{Body: withOrientation(asJPEG(t, photo(64, 48)), 6), Chain: chain, Format: JPEG, Quality: 85})
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"Exif", "GPS", "48.85"} {
		if bytes.Contains(a.Body.Bytes, []byte(trace)) {
			t.Errorf("the answer holds %q", trace)
		}
	}
}

// The intact part of a truncated file is shown.
func TestTruncated(t *testing.T) {
	img := photo(128, 128)
	for name, test := range map[string]struct {
		body []byte
		db   float64
	}{
		"jpeg": {asJPEG(t, img), 28},
		"png":  {asPNG(t, img), 30},
		"gif":  {asGIF(t, paletted(img)), 20},
	} {
		got := answer(t, test.body[:len(test.body)*2/3], "flip,flip")
		top := image.Rect(0, 0, 128, 32)
		if db := psnr(imaging.Crop(got, top), imaging.Crop(img, top)); db < test.db {
			t.Errorf("%s: the part that arrived is %.1f dB from the source; want %v", name, db, test.db)
		}
	}
}

func TestRefusals(t *testing.T) {
	png := asPNG(t, photo(64, 48))
	tests := []struct {
		name   string
		body   []byte
		code   wire.Code
		detail string
	}{
		{"nothing", nil, wire.UnsupportedMedia, "JPEG, PNG, WebP or GIF"},
		{"text", []byte("hello"), wire.UnsupportedMedia, ""},
		{"bmp", append([]byte("BM"), make([]byte, 126)...), wire.UnsupportedMedia, "is BMP"},
		{"tiff", append([]byte("II*\x00"), make([]byte, 126)...), wire.UnsupportedMedia, "is TIFF"},
		{"heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), wire.UnsupportedMedia, "is HEIC, which is not read here; convert it to JPEG, PNG, WebP or GIF first. Phones take JPEG"},
		{"heic of a sequence", []byte("\x00\x00\x00\x18ftyphevc"), wire.UnsupportedMedia, "is HEIC"},
		{"avif", []byte("\x00\x00\x00\x20ftypavif"), wire.UnsupportedMedia, "is AVIF"},
		{"mp4", []byte("\x00\x00\x00\x20ftypisom"), wire.UnsupportedMedia, "is a video"},
		{"svg", []byte("<svg xmlns="), wire.UnsupportedMedia, "is SVG"},
		{"jpeg of 65535×65535", bombJPEG(t), wire.TooManyPixels, "65535x65535"},
		{"png of 16384×16384", bombPNG(16384, 16384), wire.TooManyPixels, "16384x16384"},
		{"png with a side too long", bombPNG(70000, 1), wire.TooManyPixels, "65535"},
		{"jpeg, two bytes", []byte{0xff, 0xd8}, wire.Undecodable, ""},
		{"png, broken", png[:50], wire.Undecodable, "PNG"},
		{"png, header only", bombPNG(10, 10), wire.Undecodable, "PNG"},
		{"gif, broken", []byte("GIF89a\x01"), wire.Undecodable, "GIF"},
		{"webp, broken", []byte("RIFF\x10\x00\x00\x00WEBPVP8 \x00\x00\x00\x00"), wire.Undecodable, "WebP"},
	}
	p := newPipeline(t)
	chain, _ := p.Parse(wire.DefaultChain)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := p.Process(t.Context(), Job{Body: test.body, Chain: chain, Format: JPEG, Quality: 85})
			var e *wire.Error
			if !errors.As(err, &e) || e.Code != test.code || !strings.Contains(e.Detail, test.detail) {
				t.Errorf("the error is %v; want %s with %q", err, test.code, test.detail)
			}
			if e != nil && strings.Contains(e.Detail, "Phones") != strings.HasPrefix(test.name, "heic") {
				t.Errorf("what a phone's camera should be set to is advice for HEIC alone: %v", err)
			}
		})
	}
}

// A picture without pixels is refused before any chain or decoder handles it.
func TestNoPixels(t *testing.T) {
	p := newPipeline(t)
	sized := func(file []byte, at int, size ...byte) []byte {
		return slices.Concat(file[:at], size, file[at+len(size):])
	}
	webp, jpeg := unbase64(t, lossyWebP), asJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	const vp8 = 20 + 6 // offset of the sizes
	sof := bytes.Index(jpeg, []byte{0xff, 0xc0}) + 5
	for name, body := range map[string][]byte{
		"PNG, no width": bombPNG(0, 10), "PNG, no height": bombPNG(10, 0), "PNG, neither": bombPNG(0, 0),
		"GIF":            []byte("GIF89a\x00\x00\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x01\x44\x00;"),
		"WebP, no width": sized(webp, vp8, 0, 0), "WebP, no height": sized(webp, vp8+2, 0, 0),
		"JPEG, no height": sized(jpeg, sof, 0, 0), "JPEG, no width": sized(jpeg, sof+2, 0, 0),
	} {
		for _, ops := range []string{"", "resize:50", "resize:0:50", "mirror,resize:700", "crop:0:0:1:1", "rotate:10", "pixelate:3"} {
			chain, err := p.Parse(ops)
			if err != nil {
				t.Fatal(err)
			}
			_, err = p.Process(t.Context(), Job{Body: body, Chain: chain.Scaled(20), Format: JPEG, Quality: 85})
			if e, ok := err.(*wire.Error); !ok || e.Code != wire.Undecodable {
				t.Errorf("%s, %q: %v", name, ops, err)
			}
		}
	}
}

// A JPEG of more pixels than the limit is accepted if its chain makes it smaller first;
// otherwise the error says so. Other formats are decoded as a whole.
func TestLargePhotos(t *testing.T) {
	p, err := New(Config{MaxPixels: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	process := func(body []byte, ops string, scale int) error {
		chain, err := p.Parse(ops)
		if err != nil {
			t.Fatal(err)
		}
		a, err := p.Process(t.Context(), Job{Body: body, Chain: chain.Scaled(scale), Format: JPEG, Quality: 85})
		a.Body.Release()
		return err
	}
	large := asJPEG(t, photo(640, 480)) // three times the limit
	for _, ops := range []string{"resize:80", "mirror,resize:80", "resize:320", "rotate:90,resize:60,blur", "resize:80,resize:300:300"} {
		if err := process(large, ops, 100); err != nil {
			t.Errorf("%q: %v", ops, err)
		}
	}
	if err := process(large, "", 20); err != nil {
		t.Errorf("at 20 %%: %v", err)
	}
	huge := asJPEG(t, image.NewGray(image.Rect(0, 0, 1200, 1000))) // twelve times
	for name, test := range map[string]struct {
		body []byte
		ops  string
		hint bool
	}{
		"as it is": {large, "", true}, "mirrored": {large, "mirror", true}, "blurred": {large, "blur,resize:80", true},
		"hardly smaller": {large, "resize:600", true}, "a part": {large, "crop,resize:80", true},
		"huge": {huge, "resize:50", false}, "PNG": {asPNG(t, photo(640, 480)), "resize:80", false},
	} {
		err := process(test.body, test.ops, 100)
		var e *wire.Error
		if !errors.As(err, &e) || e.Code != wire.TooManyPixels || strings.Contains(e.Detail, "resize:700") != test.hint {
			t.Errorf("%s, %q: %v", name, test.ops, err)
		}
	}
}

// Colours of other spaces are converted to sRGB before an operation sees them, at every size:
// half of the light is the sRGB value 188.
func TestColourSpaces(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range grey.Pix {
		grey.Pix[i] = 128
	}
	linear := binary.BigEndian.AppendUint32(nil, 100_000)
	for name, body := range map[string][]byte{
		"PNG with gAMA": withChunk(asPNG(t, grey), "gAMA", linear),
		"JPEG with ICC": withProfile(asJPEG(t, grey), linearGrey),
		"PNG with iCCP": withChunk(asPNG(t, grey), "iCCP", append([]byte("x\x00\x00"), zlibbed(t, linearGrey)...)),
	} {
		for ops, want := range map[string]int{"": 188, "resize:16": 188, "resize:5,mirror": 188, "invert": 67, "resize:16,invert": 67, "crop,invert": 67} {
			img := answer(t, body, ops)
			if got := color.GrayModel.Convert(img.At(2, 2)).(color.Gray).Y; int(got) < want-2 || int(got) > want+2 {
				t.Errorf("%s, %q: the middle is %d, want %d", name, ops, got, want)
			}
		}
	}
}

func TestContain(t *testing.T) {
	err := contain(func() error { panic("gave up") })
	var p *Panic
	var e *wire.Error
	if !errors.As(err, &p) || p.Cause != "gave up" || !bytes.Contains(p.Stack, []byte("TestContain")) {
		t.Errorf("the error is %#v", err)
	}
	if !errors.As(err, &e) || e.Code != wire.Undecodable {
		t.Errorf("the error for the sender is %v", e)
	}
	if err := contain(func() error { return nil }); err != nil {
		t.Error(err)
	}
}

// No operation makes a picture over the limit.
func TestChainStaysWithinPixels(t *testing.T) {
	p, err := New(Config{MaxPixels: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	chain, err := p.Parse("resize:101:100")
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Process(t.Context(), Job{Body: asJPEG(t, photo(64, 48)), Chain: chain, Format: JPEG, Quality: 85})
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != wire.TooManyPixels {
		t.Errorf("the error is %v; want too_many_pixels", err)
	}
}

func TestCancelledContextEndsTheWork(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := newPipeline(t)
	chain, _ := p.Parse(wire.DefaultChain)
	_, err := p.Process(ctx, Job{Body: asJPEG(t, photo(64, 48)), Chain: chain, Format: JPEG, Quality: 85})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v; want %v", err, context.Canceled)
	}
}

func TestTestCard(t *testing.T) {
	img := answer(t, TestCard(), "flip,flip")
	if b := img.Bounds(); b.Dx() != cardW || b.Dy() != cardH {
		t.Errorf("the card is %v", b)
	}
	if !near(img, 55, 130, color.NRGBA{255, 255, 255, 255}, 8) || near(img, 640-55, 130, color.NRGBA{255, 255, 255, 255}, 60) {
		t.Error("the F stands elsewhere than on the left")
	}
}

func TestPresets(t *testing.T) {
	p := newPipeline(t)
	for _, preset := range p.Catalogue().Presets {
		if _, err := p.Preset(preset.Name); err != nil {
			t.Errorf("preset %s: %v", preset.Name, err)
		}
	}
	_, noPreset := p.Preset("nonesuch")
	_, noOperation := p.Parse("nonesuch")
	for _, err := range []error{noPreset, noOperation} {
		var e *wire.Error
		if !errors.As(err, &e) || e.Code != wire.BadOps || !strings.Contains(e.Detail, "nonesuch") {
			t.Errorf("%v; want bad_ops and the name", err)
		}
	}
}

func BenchmarkProcess(b *testing.B) {
	p := newPipeline(b)
	chain, err := p.Parse(wire.DefaultChain)
	if err != nil {
		b.Fatal(err)
	}
	for name, size := range map[string]image.Point{"640x480": {640, 480}, "1280x720": {1280, 720}} {
		body := asJPEG(b, photo(size.X, size.Y))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a, err := p.Process(b.Context(), Job{Body: body, Chain: chain, Format: JPEG, Quality: 95})
				if err != nil {
					b.Fatal(err)
				}
				a.Body.Release()
			}
		})
	}
}
