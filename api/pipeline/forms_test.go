package pipeline

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"

	"framepost/api/frame"
)

// jpegForms returns every combination of colours, sampling factors and coding.
func jpegForms() (forms []jpegForm) {
	of := func(name string, colours jpegColours, factors ...int) {
		for _, progressive := range []bool{false, true} {
			coding := "sequential"
			if progressive {
				coding = "progressive"
			}
			forms = append(forms, jpegForm{name + ", " + coding, colours, factors, progressive})
		}
	}
	of("grey", asGrey, 0x11)
	of("grey 2×2", asGrey, 0x22)
	for _, luma := range []int{0x11, 0x21, 0x12, 0x22, 0x41, 0x42, 0x13, 0x14, 0x31, 0x33, 0x24, 0x44} {
		if luma>>4*(luma&15) <= 8 { // T.81 B.2.3: at most 10 blocks in an MCU
			of(fmt.Sprintf("Y'CbCr %d×%d", luma>>4, luma&15), asYCbCr, luma, 0x11, 0x11)
		}
	}
	of("Y'CbCr mixed", asYCbCr, 0x22, 0x12, 0x21)
	of("Y'CbCr chroma finer", asYCbCr, 0x11, 0x21, 0x21)
	of("Y'CbCr 3:2", asYCbCr, 0x31, 0x21, 0x21)
	of("RGB", asRGB, 0x11, 0x11, 0x11)
	of("RGB, green finer", asRGB, 0x11, 0x22, 0x11)
	of("CMYK", asInk, 0x11, 0x11, 0x11, 0x11)
	of("CMYK inverse", asInverseInk, 0x11, 0x11, 0x11, 0x11)
	of("YCCK inverse", asInverseYCCK, 0x11, 0x11, 0x11, 0x11)
	of("YCCK 2×2", asInverseYCCK, 0x22, 0x11, 0x11, 0x22)
	return forms
}

// hills returns a w×h picture without edges, since two ways of shrinking would soften an edge
// differently.
func hills(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			hill := 70 * math.Exp(-20*((u-0.3)*(u-0.3)+(v-0.4)*(v-0.4)))
			img.SetNRGBA(x, y, color.NRGBA{byte(60 + 90*u + hill), byte(180 - 90*v), byte(90 + 50*u*v + hill), 255})
		}
	}
	return img
}

// TestEveryFormAtEveryScale processes every form of JPEG with chains that begin with each kind
// of work, so that it is decoded at each scale. It compares the results with those of the slow
// way: decode the whole picture, then run the chain.
func TestEveryFormAtEveryScale(t *testing.T) {
	source := hills(150, 104)
	files := map[string][]byte{
		"PNG": asPNG(t, source), "PNG, grey": asPNG(t, greyed(source)), "PNG, palette": asPNG(t, paletted(source)),
		"GIF": asGIF(t, paletted(source)), "WebP, lossy": unbase64(t, lossyWebP), "WebP, lossless": unbase64(t, losslessWebP),
	}
	for _, form := range jpegForms() {
		files[form.name] = encodeForm(source, form)
	}
	chains := []string{
		"", "resize:70", "resize:35", "resize:18", "resize:200", "mirror,resize:40", "rotate:90,resize:20",
		"crop:10:10:60:40", "crop:10:10:60:40,resize:15", "resize:30,crop:0:0:9:9", // moves
		"invert", "resize:20,gray", // tones
		"blur:2", "resize:20,blur:2", // planes
		"vignette", "resize:20,vignette", // NRGBA
		"rotate:10", "resize:20,rotate:10", // warps
	}
	p := newPipeline(t)
	for name, file := range files {
		for orientation := byte(1); orientation <= 8; orientation++ {
			body := file
			if isJPEG := file[0] == 0xff; isJPEG {
				body = withOrientation(file, orientation)
			} else if orientation > 1 {
				break
			}
			for i, chain := range chains {
				if orientation > 1 && i%8 != int(orientation)-1 {
					continue // each form meets every orientation, in turn with other chains
				}
				for _, scale := range []int{100, 12} {
					compareWithSlowWay(t, p, fmt.Sprintf("%s, orientation %d, %q, scale %d", name, orientation, chain, scale), body, chain, scale)
				}
			}
		}
	}
}

// TestInksShrinkAsLight shrinks a pattern of inks that is black or bright red. The mean of its
// colours is a dark red, which the mean of the inks is not.
func TestInksShrinkAsLight(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		c := color.NRGBA{A: 255}
		if (i+i/64)%2 == 0 {
			c.R = 240
		}
		img.SetNRGBA(i%64, i/64, c)
	}
	p := newPipeline(t)
	for _, colours := range []jpegColours{asBlackInk, asRGB} {
		form := jpegForm{"inks", colours, []int{0x11, 0x11, 0x11, 0x11}[:len(colours.samples(0, 0, 0))], false}
		for _, ops := range []string{"resize:32", "resize:8", "resize:20:7"} {
			compareWithSlowWay(t, p, fmt.Sprint(colours, ops), encodeForm(img, form), ops, 100)
		}
		if got := answer(t, encodeForm(img, form), "resize:8"); !near(got, 4, 4, color.NRGBA{120, 0, 0, 255}, 8) {
			t.Errorf("%d: the mean is %v", colours, got.At(4, 4))
		}
	}
}

func compareWithSlowWay(t *testing.T, p *Pipeline, what string, body []byte, ops string, scale int) {
	t.Helper()
	chain, err := p.Parse(ops)
	if err != nil {
		t.Fatal(err)
	}
	chain = chain.Scaled(scale)
	opened, err := p.open(body)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	through := func(shrink int) (*frame.Frame, bool) {
		f, err := opened.decode(t.Context(), shrink)
		if err == nil {
			err = chain.Run(t.Context(), f, opened.meta, p.config.MaxPixels)
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		return f, err == nil
	}
	shrink := chain.Shrink(opened.w, opened.h, opened.meta.Turn)
	fast, ok := through(shrink)
	slow, okay := through(1)
	if !ok || !okay {
		return
	}
	defer fast.Release()
	defer slow.Release()
	got, want := fast.NRGBA(), slow.NRGBA()
	if got.Rect != want.Rect {
		t.Errorf("%s: %v; the slow way gives %v", what, got.Rect, want.Rect)
	} else if db := psnr(got, want); db < 38 && shrink > 1 || shrink == 1 && db < 90 {
		t.Errorf("%s: decoded at 1/%d, %.1f dB from the slow way; want 38 or more", what, shrink, db)
	}
}
