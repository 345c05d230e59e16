package pipeline

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

// endedFiles are pictures of 32×640 px in every form that is decoded by bands, and the lossless
// WebP of 32×24 px, whose decoder asks when it reads on.
func endedFiles(t *testing.T) map[string][]byte {
	source := hills(32, 640)
	files := map[string][]byte{
		"PNG": asPNG(t, source), "PNG, grey": asPNG(t, greyed(source)), "PNG, palette": asPNG(t, paletted(source)),
		"GIF": asGIF(t, paletted(source)), "WebP, lossless": unbase64(t, losslessWebP), "WebP, lossy": unbase64(t, lossyWebP),
	}
	for _, form := range jpegForms() {
		files[form.name] = encodeForm(source, form)
	}
	return files
}

// endedJobs calls test with a job for each file and format. Their chains, of which each file meets
// one, have it decoded at full size and smaller, and converted.
func endedJobs(t *testing.T, p *Pipeline, test func(name string, job Job)) {
	chains := []string{"", "resize:60", "resize:8", "rotate:90,posterize:5,blur"}
	files := endedFiles(t)
	for i, name := range slices.Sorted(maps.Keys(files)) {
		ops := chains[i%len(chains)]
		chain, err := p.Parse(ops)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range Formats {
			test(name+", "+ops+" as "+format.Name, Job{Body: files[name], Chain: chain, Format: format, Quality: 85})
		}
	}
}

// A frame that nobody waits for any more is left within a band, wherever it is on its way.
func TestEveryStepStops(t *testing.T) {
	p := newPipeline(t)
	endedJobs(t, p, func(name string, job Job) {
		whole := filtertest.NewCountdown(0)
		answer, err := p.Process(whole, job)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		answer.Body.Release()
		if least := answer.H / 64; whole.Asked < least {
			t.Errorf("%s: the context is asked %d times, want %d or more", name, whole.Asked, least)
		}
		for i := 1; i <= 16; i++ {
			ctx := filtertest.NewCountdown(max(whole.Asked*i/16, 1))
			answer, err := p.Process(ctx, job)
			if !errors.Is(err, context.Canceled) || answer.Body != nil {
				t.Errorf("%s: ended at question %d of %d: %v", name, ctx.End, whole.Asked, err)
				answer.Body.Release()
			}
			if more := ctx.Asked - ctx.End; more > 16 { // each pass asks once more, and each part of it
				t.Errorf("%s: %d questions after the context ended at the %dth of %d", name, more, ctx.End, whole.Asked)
			}
		}
	})
}

// Each step of decoding and encoding is in proportion to the rows. Decoded and encoded are 640
// rows of which a band is at most 32: the rows of an MCU.
func TestDecodersAndEncodersAsk(t *testing.T) {
	p := newPipeline(t)
	for name, file := range endedFiles(t) {
		opened, err := p.open(file)
		if err != nil {
			t.Fatal(err)
		}
		ctx := filtertest.NewCountdown(0)
		f, err := opened.decode(ctx, 1)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if least := f.H / 32; !opened.unstopped && ctx.Asked < least {
			t.Errorf("%s: decoding asks %d times, want %d or more", name, ctx.Asked, least)
		}
		if name == "PNG" {
			ctx = filtertest.NewCountdown(0)
			answer, err := JPEG.encode(ctx, f, 85)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Release(); ctx.Asked < f.H/16 {
				t.Errorf("encoding %d rows asks %d times", f.H, ctx.Asked)
			}
		}
		f.Release()
	}
}

// The decoder of WebP cannot be stopped, so it does not begin what would end long after the
// deadline.
func TestNothingBeginsThatCannotEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for allowed, want := range map[time.Duration]bool{
			10 * time.Second: true, 4 * time.Second: true, 3700 * time.Millisecond: true, 3500 * time.Millisecond: false,
		} {
			opened := picture{w: 1000, h: 1000, ns: 4000, unstopped: true} // 4 s
			ctx, cancel := context.WithTimeout(t.Context(), allowed)
			if err := opened.begin(ctx); want != (err == nil) || !want && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("with %v for 4 s: %v", allowed, err)
			}
			opened.unstopped = false
			if err := opened.begin(ctx); err != nil {
				t.Errorf("with %v for what can be stopped: %v", allowed, err)
			}
			cancel()
		}
	})
}

// The plan of a job has opened its file. Process opens it no more.
func TestPlanOpensTheFile(t *testing.T) {
	p := newPipeline(t)
	job := Job{Body: asJPEG(t, photo(64, 48)), Format: JPEG, Quality: 85}
	plan, err := p.Plan(job)
	if err != nil {
		t.Fatal(err)
	}
	decoded := 0
	decode := plan.opened.decode
	plan.opened.decode = func(ctx context.Context, shrink int) (*frame.Frame, error) {
		decoded++
		return decode(ctx, shrink)
	}
	job.Plan = plan
	answer, err := p.Process(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Release()
	if decoded != 1 || answer.W != 64 || answer.H != 48 {
		t.Errorf("decoded %d times by the plan, %dx%d", decoded, answer.W, answer.H)
	}
}
