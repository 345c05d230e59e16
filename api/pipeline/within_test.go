package pipeline

import (
	"errors"
	"strings"
	"testing"

	"framepost/api/wire"
)

// Sizes of answers within bytes, and the qualities that came of them.
func TestProcessWithin(t *testing.T) {
	p := newPipeline(t)
	body := asJPEG(t, photo(320, 240))
	for _, test := range []struct{ bytes, quality, least, most int }{
		{15_000, 100, 20, 99}, {1 << 20, 100, 100, 100}, {1 << 20, 60, 60, 60}, {1 << 20, 5, 5, 5},
	} {
		a, err := p.Process(t.Context(), Job{Body: body, Format: JPEG, Quality: test.quality, Bytes: test.bytes})
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Body.Bytes) > test.bytes || a.Quality < test.least || a.Quality > test.most {
			t.Errorf("%d bytes at quality %d, want %+v", len(a.Body.Bytes), a.Quality, test)
		}
		a.Body.Release()
	}
	a, err := p.Process(t.Context(), Job{Body: body, Format: JPEG, Quality: 85})
	if err != nil || a.Quality != 0 {
		t.Errorf("without a limit: quality %d (%v)", a.Quality, err)
	}
	a.Body.Release()
}

func TestProcessTooSmall(t *testing.T) {
	p := newPipeline(t)
	body := asJPEG(t, photo(320, 240))
	for quality, want := range map[int]string{100: "at quality 20, the least", 20: "at quality 20, the least", 9: "at quality 9, the least"} {
		_, err := p.Process(t.Context(), Job{Body: body, Format: JPEG, Quality: quality, Bytes: 400})
		var e *wire.Error
		if !errors.As(err, &e) || e.Code != wire.TooSmall || !strings.Contains(e.Detail, want) || !strings.Contains(e.Detail, "320x240") {
			t.Errorf("quality %d: %v", quality, err)
		}
	}
}

// The test card is what most try first.
func TestProcessWithinUsesItsBytesOfTheTestCard(t *testing.T) {
	p := newPipeline(t)
	for _, ops := range []string{"resize:320", "mirror", "resize:700"} {
		chain, err := p.Parse(ops)
		if err != nil {
			t.Fatal(err)
		}
		for limit := 12_000; limit < 60_000; limit += 2_000 {
			job := Job{Body: TestCard(), Chain: chain, Format: JPEG, Quality: 100, Bytes: limit}
			a, err := p.Process(t.Context(), job)
			if problem := (*wire.Error)(nil); errors.As(err, &problem) && problem.Code == wire.TooSmall {
				continue
			} else if err != nil {
				t.Fatal(err)
			}
			size, quality := len(a.Body.Bytes), a.Quality
			a.Body.Release()
			if quality == 100 {
				continue
			}
			if size < limit*9/10 || size > limit {
				t.Errorf("%s, %d bytes: %d are used", ops, limit, size)
			}
			job.Bytes, job.Quality = 0, quality+1
			plain, err := p.Process(t.Context(), job)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(plain.Body.Bytes); n <= limit {
				t.Errorf("%s, %d bytes: quality %d, but without a limit %d takes %d", ops, limit, quality, quality+1, n)
			}
			plain.Body.Release()
		}
	}
}
