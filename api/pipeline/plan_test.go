package pipeline

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"strings"
	"testing"
	"time"

	"framepost/api/wire"
)

// What a plan says of the answer's size is what the answer has.
func TestPlanKnowsTheSize(t *testing.T) {
	p := newPipeline(t)
	files := map[string][]byte{
		"JPEG": withOrientation(asJPEG(t, photo(640, 480)), 6), "PNG": asPNG(t, photo(320, 240)),
		"GIF": asGIF(t, photo(320, 240)), "WebP": unbase64(t, lossyWebP),
	}
	for name, file := range files {
		for _, ops := range []string{"", wire.DefaultChain, "mirror,blur,resize:50:80", "rotate:10,border,crop:10%:20%:50%:50%", "invert,resize:100,crop:0:0:20:10"} {
			for _, scale := range []int{100, 33} {
				chain, err := p.Parse(ops)
				if err != nil {
					t.Fatal(err)
				}
				job := Job{Body: file, Chain: chain.Scaled(scale), Format: JPEG, Quality: 85}
				plan, err := p.Plan(job)
				if err != nil {
					t.Fatal(err)
				}
				got, err := p.Process(t.Context(), job)
				if err != nil {
					t.Fatal(err)
				}
				got.Body.Release()
				if plan.W != got.W || plan.H != got.H {
					t.Errorf("%s, %q at %d %%: planned %dx%d, became %dx%d", name, ops, scale, plan.W, plan.H, got.W, got.H)
				}
			}
		}
	}
}

// The memory that a plan allows is not less than what a first frame takes, for which the
// pools have nothing, and not many times as much.
func TestPlanAllowsTheMemory(t *testing.T) {
	p := newPipeline(t)
	picture := photo(800, 600)
	files := map[string][]byte{
		"JPEG": asJPEG(t, picture), "PNG": asPNG(t, picture), "GIF": asGIF(t, paletted(picture)),
	}
	for name, file := range files {
		for _, test := range []struct {
			ops    string
			format *Format
			bytes  int
		}{{"", JPEG, 0}, {"", JPEG, 50_000}, {"", JPEG, 2_000_000}, {"", PNG, 0}, {wire.DefaultChain, JPEG, 0}, {"rotate:10", JPEG, 0}, {"blur", JPEG, 0}, {"text:hello,blur", JPEG, 0}} {
			chain, err := p.Parse(test.ops)
			if err != nil {
				t.Fatal(err)
			}
			job := Job{Body: file, Chain: chain, Format: test.format, Quality: 85, Bytes: test.bytes}
			plan, err := p.Plan(job)
			if err != nil {
				t.Fatal(err)
			}
			runtime.GC() // twice, so that the pools are empty
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got, err := p.Process(t.Context(), job)
			if err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			got.Body.Release()
			took := int(after.TotalAlloc - before.TotalAlloc) // not all of it at once
			if plan.Memory < took*6/10 || plan.Memory > 6*took {
				t.Errorf("%s, %q as %s within %d: took %d kB in all, planned %d", name, test.ops, test.format.Name, test.bytes, took>>10, plan.Memory>>10)
			}
		}
	}
}

// Files that claim much, and have little of it.
func TestPlanOfBombs(t *testing.T) {
	p := newPipeline(t)
	const side = 5000 // 25 megapixels
	for name, test := range map[string]struct {
		file []byte
		code wire.Code
	}{
		"PNG": {bombPNG(side, side), ""}, "larger PNG": {bombPNG(side, side+1), wire.TooManyPixels},
		"JPEG": {bombJPEG(t), wire.TooManyPixels}, "text": {[]byte("hello"), wire.UnsupportedMedia},
	} {
		plan, err := p.Plan(Job{Body: test.file, Format: JPEG, Quality: 85})
		var e *wire.Error
		if code := wire.Code(""); !errors.As(err, &e) && test.code != code || e != nil && e.Code != test.code {
			t.Errorf("%s: %v, want %q", name, err, test.code)
		}
		if err == nil && plan.Memory < side*side*3/2 {
			t.Errorf("%s: planned %d bytes for %d px", name, plan.Memory, side*side)
		}
	}
}

// A plan refuses what Process would refuse for its size, and nothing else: before memory is lent
// for it, so that the answer is the same however busy the server is.
func TestPlanRefusesWhatProcessWould(t *testing.T) {
	p, err := New(Config{MaxPixels: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	body := asJPEG(t, image.NewGray(image.Rect(0, 0, 300, 200)))
	for _, ops := range []string{
		"", "resize:380", "resize:400", "resize:8192:8192", "resize:8192:8192,resize:10", "rotate:45", "rotate:90,resize:500",
		"border:60", "border:100", "blur,resize:500:500", "crop:0:0:100:100,resize:400", "resize:700,crop:0:0:10:10", "transpose,border:200",
	} {
		chain, err := p.Parse(ops)
		if err != nil {
			t.Fatal(err)
		}
		job := Job{Body: body, Chain: chain, Format: JPEG, Quality: 50}
		_, planned := p.Plan(job)
		_, processed := p.Process(context.Background(), job)
		if fmt.Sprint(planned) != fmt.Sprint(processed) {
			t.Errorf("%s: planned %v, processed %v", ops, planned, processed)
		}
	}
}

// A chain's time grows with its operations and with the picture.
func TestPlanOfTime(t *testing.T) {
	p := newPipeline(t)
	plan := func(file []byte, ops string) time.Duration {
		chain, err := p.Parse(ops)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := p.Plan(Job{Body: file, Chain: chain, Format: JPEG, Quality: 85})
		if err != nil {
			t.Fatal(err)
		}
		return plan.Time
	}
	large := bombPNG(5000, 5000)
	if d := plan(large, strings.Repeat("median:15,", 30)+"median:15"); d < 10*time.Second {
		t.Errorf("31 medians of 25 megapixels are planned to take %v", d)
	}
	if d := plan(large, "resize:700,median:15"); d > time.Second {
		t.Errorf("a median of 700 px is planned to take %v", d)
	}
	if d := plan(asJPEG(t, photo(640, 480)), wire.DefaultChain); d > 20*time.Millisecond {
		t.Errorf("the default chain is planned to take %v", d)
	}
}

// BenchmarkPlan is what a frame pays for being estimated.
func BenchmarkPlan(b *testing.B) {
	p := newPipeline(b)
	chain, err := p.Parse(wire.DefaultChain)
	if err != nil {
		b.Fatal(err)
	}
	job := Job{Body: TestCard(), Chain: chain, Format: JPEG, Quality: 85}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Plan(job); err != nil {
			b.Fatal(err)
		}
	}
}
