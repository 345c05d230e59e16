package pipeline

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/draw"
	"testing"

	"framepost/api/wire"
)

// Pictures of 17×11 px in forms that no encoder here writes.
const (
	arithmeticJPEG = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//yQARCAALABEDASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwD/AGjgq3hnYPSVjcSta4/M60V5WJmnrlkH54+Xqi319/Ifv3f7g2EEy4Jeu3LRSy/yl8Ic/9k="
	interlacedPNG  = "iVBORw0KGgoAAAANSUhEUgAAABEAAAALBAMAAAEcCUuiAAAAGFBMVEUeFwJhORC7OR8eXAizsVtLwykeoQ7h2I3ZOktoAAAAb0lEQVQI1x2LMQrDMBAE1/7BibiXD0Fam3P6IASqDSf8ANuq1QR9P5dsMSzMLgaPq2GEQqLHwFgZRbGQY4+zaHzjLvloADEbHEN+qFN6mtFsODosNDu2zyIruX8Tee0UQ/Ko9X5sIaVm46L66b19AWmLFXu2Tej6AAAAAElFTkSuQmCC"
	animatedWebP   = "UklGRrAAAABXRUJQVlA4WAoAAAACAAAAEAAACgAAQU5JTQYAAAAAAAD/AABBTk1GOgAAAAAAAAAAABAAAAoAAFoAAAJWUDhMIgAAAC8QgAIAmTJE9D82Uf/of4BI26Yu7l/t2PE8TEBMAJwH8zFBTk1GQgAAAAAAAAAAABAAAAoAAFoAAABWUDhMKQAAAC8QgAIAmTJE9D829S9/9D9ApG0z/06n4nDsWCCQ5G87wf2PCdiUhXwMAA=="
	alphaWebP      = "UklGRrIAAABXRUJQVlA4WAoAAAAQAAAAEAAACgAAQUxQSDkAAAABV0AmbRsysHtpRMQeokNVbNvUvdfbnwoqqKCCCiqooIIKeu4OEf1PYYN22ICb8AthIx6ki/xQPioAVlA4IFIAAADQAwCdASoRAAsAPxF0tFEsJqUisAgBgCIJbACdMoR3N6SAYQXdkHgA/ulBHCo6WlhiHrL+5pV0tjmf8RKx03cVA8aeNIjWwbj2L09MRX3+gAAA"
)

// FuzzProcess processes any bytes with any chain. Nothing may panic, not even a decoder, whose
// panics the server would survive; every error has a code; and an answer is a picture of the
// size that it reports.
func FuzzProcess(f *testing.F) {
	add := func(body []byte, ops string) { f.Add(body, ops, false) }
	img := photo(17, 13)
	for i, form := range jpegForms() {
		chains := []string{"", "resize:9", "resize:3,mirror", "rotate:10", "crop:1:1:3:3,blur:2", "vignette,resize:40"}
		add(encodeForm(img, form), chains[i%len(chains)])
	}
	add(unbase64(f, arithmeticJPEG), "resize:5")
	add(withOrientation(asJPEG(f, img), 7), "crop:1:1:3:3,rotate:10")
	add(withoutTables(asJPEG(f, img)), "blur:2")
	add(withProfile(asJPEG(f, greyed(img)), linearGrey), "resize:4,gamma:2")

	add(asPNG(f, img), "gray,sharpen")
	add(asPNG(f, greyed(img)), "resize:4,rotate:90")
	add(asPNG(f, paletted(img)), "resize:2")
	wide := image.NewNRGBA64(img.Rect) // 16 bits, transparent
	draw.Draw(wide, wide.Rect.Inset(3), img, image.Point{}, draw.Src)
	add(asPNG(f, wide), "pixelate:3")
	add(withChunk(asPNG(f, img), "gAMA", []byte{0, 1, 0x86, 0xA0}), "equalize")
	add(unbase64(f, interlacedPNG), "resize:3")

	add(asGIF(f, paletted(img)), "brightness:20")
	add(unbase64(f, lossyWebP), "")
	add(unbase64(f, losslessWebP), "flip")
	add(unbase64(f, alphaWebP), "cartoon")
	add(unbase64(f, animatedWebP), "text:hello")
	f.Add(asGIF(f, paletted(img)), "resize:3", true)

	p, err := New(Config{MaxPixels: 1 << 16})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte, ops string, lossless bool) {
		chain, err := p.Parse(ops)
		if err != nil {
			return
		}
		job := Job{Body: body, Chain: chain, Format: JPEG, Quality: 85}
		if lossless {
			job.Format = PNG
		}
		a, err := p.Process(t.Context(), job)
		if err != nil {
			if defect, ok := errors.AsType[*Panic](err); ok {
				t.Fatalf("%v\n%s", defect, defect.Stack)
			}
			if _, ok := errors.AsType[*wire.Error](err); !ok && !errors.Is(err, context.Canceled) {
				t.Errorf("an error without a code: %v", err)
			}
			return
		}
		defer a.Body.Release()
		shown, format, err := image.Decode(bytes.NewReader(a.Body.Bytes))
		if err != nil || format != job.Format.Name || shown.Bounds().Size() != image.Pt(a.W, a.H) {
			t.Errorf("an answer of %d×%d as %s: %s, %v", a.W, a.H, job.Format.Name, format, err)
		}
	})
}
