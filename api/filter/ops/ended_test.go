package ops

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/frame"
	"framepost/api/wire"
)

// An operation that nobody waits for any more stops within a band of 16 rows. It is seen from
// what can be counted: that the operation asks its context in proportion to the rows, that it
// asks hardly any more once that has ended, and that a pass does nothing before its first
// question. (BenchmarkEnded measures the longest time between two questions.)

const (
	endedW = 63
	bands  = 40
	endedH = 16 * bands
)

// costliest are arguments that make an operation work longer, or in another way, than its defaults.
var costliest = []string{"median:63", "median:3", "median:5", "box:100", "blur:100", "blur:1", "bilateral:100:255",
	"border:100%", "convolve:motion", "rotate:90", "rotate:10", "rotate:10:ff0000", "threshold:method=otsu", "faces:mask=fill:colour=ff0000",
	"text:text=WWW:size=512:shade=100", "grid:64:64:32:ff0000", "pixelate:1", "resize:64:kernel=lanczos",
	"histogram:width=100%:colour=ff0000", "redact:0 0 100% 100%:blur", "redact:mode=pixelate", "redact:colour=red"}

// chains are all operations with their defaults, and the costliest.
func chains() (list []string) {
	for _, op := range registry.Ops() {
		list = append(list, op.Name)
	}
	return append(list, costliest...)
}

func TestEveryFilterAsks(t *testing.T) {
	for _, text := range chains() {
		for _, s := range []frame.Sampling{frame.YUV420, frame.Gray} {
			asked := questions(t, text, s, endedH, 0).Asked
			more := questions(t, text, s, 2*endedH, 0).Asked - asked
			least := bands / 2 // chroma has half the rows
			if isSmall(text) || s == frame.Gray && (text == "hue" || text == "saturation" || text == "whitebalance" || text == "tint" || text == "gray") {
				least = 0 // nothing to do
			}
			if more < least {
				t.Errorf("%s with sampling %d: %d more rows are %d more questions, want %d or more", text, s, endedH, more, least)
			}
		}
	}
}

// isSmall reports whether an operation works on a part of the picture whose size is bounded, begins
// by shrinking it to such a size, or has no rows to go through.
func isSmall(text string) bool {
	return text != "histogram:width=100%:colour=ff0000" &&
		slices.Contains([]string{"boxes", "clock", "crop", "gray", "overlay", "palette", "text", "thumbhash"}, nameOf(text))
}

func TestEveryFilterStops(t *testing.T) {
	for _, text := range chains() {
		for _, s := range []frame.Sampling{frame.YUV420, frame.Gray} {
			all := questions(t, text, s, endedH, 0).Asked
			for i := 1; i < 16; i++ {
				end := max(all*i/16, 1)
				// Each pass that follows asks once, and so does each of some tens of bars.
				if got := questions(t, text, s, endedH, end); got.Asked-end > 2*64 {
					t.Errorf("%s with sampling %d: %d questions after the context ended at the %dth of %d", text, s, got.Asked-end, end, all)
				}
			}
		}
	}
}

// questions runs a chain on a picture that is h px high, and returns the context after it.
func questions(t *testing.T, text string, s frame.Sampling, h, end int) *filtertest.Countdown {
	t.Helper()
	ctx := filtertest.NewCountdown(end)
	f := filtertest.Picture(endedW, h, s)
	defer f.Release()
	if err := run(t, ctx, text, f); ctx.Ended() != errors.Is(err, context.Canceled) || !ctx.Ended() && err != nil {
		t.Errorf("%s, ended at question %d: %v", text, end, err)
	}
	return ctx
}

func run(t testing.TB, ctx context.Context, text string, f *frame.Frame) error {
	t.Helper()
	chain, err := registry.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return chain.Run(ctx, f, filter.Metadata{}, 1<<25)
}

// TestEveryPassAsksFirst ends the context at the first question of an operation: the one before
// is the chain's. No sample may have changed, or the operation works before it asks.
func TestEveryPassAsksFirst(t *testing.T) {
	for _, text := range chains() {
		if !inPlace(text) {
			continue
		}
		for _, s := range []frame.Sampling{frame.YUV420, frame.YUV444, frame.Gray} {
			f, want := filtertest.Picture(endedW, 77, s), filtertest.Picture(endedW, 77, s)
			if err := run(t, filtertest.NewCountdown(2), text, f); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", text, err)
			}
			for i, p := range f.Planes() {
				if s != f.Sampling() && i > 0 {
					break // it has become grey, or got chroma
				}
				for y, row := range filtertest.Rows(want, i) {
					if !bytes.Equal(p.Row(y), row) {
						t.Errorf("%s with sampling %d changes row %d of plane %d though nobody waits for it", text, s, y, i)
						break
					}
				}
			}
		}
	}
}

// inPlace reports whether an operation writes over the planes that it reads. Others make another
// frame, or have it converted to NRGBA.
func inPlace(text string) bool {
	name := nameOf(text)
	for _, f := range builtin {
		if f.Name != name {
			continue
		}
		switch f.Work.(type) {
		case filter.Planes, filter.Tone:
			return true
		case filter.ByArgs:
			return name != "rotate" && name != "resize"
		}
		return false
	}
	return name == "overlay" // and lut works on NRGBA
}

// nameOf returns the name of the only operation of a chain.
func nameOf(text string) string {
	calls, err := wire.ParseChain(text)
	if err != nil {
		panic(err)
	}
	return calls[0].Name
}

// BenchmarkEnded reports the longest time between two questions, for 25 megapixels: so much longer
// than its context an operation may work.
func BenchmarkEnded(b *testing.B) {
	source := filtertest.Picture(5000, 5000, frame.YUV420)
	for _, text := range chains() {
		b.Run(text, func(b *testing.B) {
			longest := time.Duration(0)
			for b.Loop() {
				b.StopTimer()
				f := frame.New(source.W, source.H, source.Sampling())
				for i, p := range source.Planes() {
					filtertest.CopyPlane(f.Planes()[i], p)
				}
				b.StartTimer()
				ctx := &stopwatch{Context: b.Context(), last: time.Now()}
				if err := run(b, ctx, text, f); err != nil {
					b.Fatal(err)
				}
				f.Planes()
				longest = max(longest, ctx.longest, time.Since(ctx.last))
				b.StopTimer()
				f.Release()
				b.StartTimer()
			}
			b.ReportMetric(longest.Seconds()*1000, "ms/gap")
		})
	}
}

// stopwatch is a context that measures the longest time between two questions.
type stopwatch struct {
	context.Context
	last    time.Time
	longest time.Duration
}

func (s *stopwatch) Err() error {
	now := time.Now()
	s.longest, s.last = max(s.longest, now.Sub(s.last)), now
	return nil
}
