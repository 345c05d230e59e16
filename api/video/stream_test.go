package video

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/wire"
)

// still returns the least that has the segments of a JPEG, with a text in its data.
func still(text string) string {
	return "\xff\xd8\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + text + "\xff\xd9"
}

// stills returns a stream with a picture for each word of a text.
func stills(words string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(words) {
		b.WriteString(still(word))
	}
	return b.String()
}

// words returns the texts of the pictures of a stream.
func words(t testing.TB, stream string) string {
	t.Helper()
	var list []string
	for r := mjpeg.NewReader(strings.NewReader(stream), "", 1<<20); ; {
		var b strings.Builder
		if err := r.Next(&b); err == io.EOF {
			return strings.Join(list, " ")
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, text(b.String()))
	}
}

// text returns what a still has in its data.
func text(picture string) string {
	return strings.TrimSuffix(strings.TrimPrefix(picture, still("")[:12]), "\xff\xd9")
}

// fake answers a picture in capitals, when its work on the text has returned.
type fake func(text string) error

func (f fake) Process(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
	word := text(string(job.Body))
	if err := f(word); err != nil {
		return pipeline.Answer{}, err
	}
	answer := still(strings.ToUpper(word))
	body := pool.Get(len(answer))
	copy(body.Bytes, answer)
	return pipeline.Answer{Body: body}, nil
}

var (
	errDamage = &wire.Error{Code: wire.Undecodable, Detail: "it is broken"}
	errLimit  = &wire.Error{Code: wire.TooManyPixels, Detail: "it is large"}
)

// picky answers no picture that is called broken or large, and panics at one called panic.
var picky = fake(func(text string) error {
	switch text {
	case "broken":
		return errDamage
	case "large":
		return errLimit
	case "panic":
		panic("at the picture")
	}
	return nil
})

func options() Options {
	return Options{Workers: 3, MaxBytes: 1000, OnError: wire.OnErrorRepeat}
}

// Pictures are processed at the same time, one by each worker, and written in order: here the
// first one takes longer than all that may be begun before it is written.
func TestOrder(t *testing.T) {
	var begun, running, tooMany atomic.Int64
	all := make(chan struct{})
	p := fake(func(text string) error {
		if running.Add(1) > 3 {
			tooMany.Add(1)
		}
		defer running.Add(-1)
		if begun.Add(1) == 12 {
			close(all)
		}
		if text == "a" {
			<-all
		}
		return nil
	})
	var out bytes.Buffer
	s := New(p, options())
	if err := s.Run(t.Context(), strings.NewReader("rubbish"+stills("a b c d e f g h i j k l m n")), &out); err != nil {
		t.Fatal(err)
	}
	if got := words(t, out.String()); got != "A B C D E F G H I J K L M N" {
		t.Errorf("they come as %s", got)
	}
	if got, want := s.Counts(), (Counts{Read: 14, Answered: 14, Rubbish: 7}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if n := tooMany.Load(); n > 0 {
		t.Errorf("%d were processed beside three others", n)
	}
}

func TestOnError(t *testing.T) {
	huge := strings.Repeat("x", 1000)
	for _, test := range []struct {
		onError, in, out string
		counts           Counts
		err, refused     string
	}{
		{"repeat", "a broken large b panic", "A A A B B", Counts{Read: 5, Answered: 2, Repeated: 3}, "", "at the picture"},
		{"repeat", "broken a", "A", Counts{Read: 2, Answered: 1, Skipped: 1}, "", "it is broken"},
		{"repeat", "a " + huge + " b", "A A B", Counts{Read: 3, Answered: 2, Repeated: 1}, "", "1000 bytes"},
		{"repeat", "large a", "", Counts{}, "picture 1: too_many_pixels: it is large", ""},
		{"repeat", "broken large a", "", Counts{}, "picture 2: too_many_pixels: it is large", ""},
		{"repeat", "broken broken", "", Counts{Read: 2, Skipped: 2}, "it is broken", "it is broken"},
		{"repeat", "", "", Counts{}, ErrNoPicture.Error(), ""},
		{"skip", "a broken large b panic", "A B", Counts{Read: 5, Answered: 2, Skipped: 3}, "", "at the picture"},
		{"stop", "a b broken c", "A B", Counts{}, "picture 3: undecodable: it is broken", ""},
	} {
		o := options()
		o.OnError = test.onError
		var out bytes.Buffer
		s := New(picky, o)
		err := s.Run(t.Context(), strings.NewReader(stills(test.in)), &out)
		name := fmt.Sprintf("%s of %.40q", test.onError, test.in)
		if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: the error is %v, want %q", name, err, test.err)
		}
		if got := words(t, out.String()); got != test.out {
			t.Errorf("%s: it writes %q", name, got)
		}
		if test.counts.Read > 0 && s.Counts() != test.counts {
			t.Errorf("%s: %+v, want %+v", name, s.Counts(), test.counts)
		}
		if refused := s.Refused(); test.refused != "" && (refused == nil || !strings.Contains(refused.Error(), test.refused)) {
			t.Errorf("%s: refused is %v", name, refused)
		}
	}
}

// What has been read before an error is answered.
func TestReadError(t *testing.T) {
	broken := errors.New("broken")
	in, writer := io.Pipe()
	go func() {
		_, _ = io.WriteString(writer, stills("a b"))
		writer.CloseWithError(broken)
	}()
	var out bytes.Buffer
	err := New(picky, options()).Run(t.Context(), in, &out)
	if got := words(t, out.String()); got != "A B" || !errors.Is(err, broken) {
		t.Errorf("%s and %v", got, err)
	}
}

// The pictures are the same bytes that the pipeline returns.
func TestPipeline(t *testing.T) {
	p, job := realJob(t)
	frames, stream := film(20)
	var want, got bytes.Buffer
	for _, frame := range frames {
		job.Body = frame
		answer, err := p.Process(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		want.Write(answer.Body.Bytes)
		answer.Body.Release()
	}
	o := options()
	o.Job, o.MaxBytes = job, 1<<20
	if err := New(p, o).Run(t.Context(), bytes.NewReader(stream), &got); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("%d bytes, want %d", got.Len(), want.Len())
	}
}

// realJob returns a pipeline and the default work.
func realJob(t testing.TB) (*pipeline.Pipeline, pipeline.Job) {
	t.Helper()
	p, err := pipeline.New(pipeline.Default())
	if err != nil {
		t.Fatal(err)
	}
	chain, err := p.Parse(wire.DefaultChain)
	if err != nil {
		t.Fatal(err)
	}
	return p, pipeline.Job{Chain: chain, Format: pipeline.JPEG, Quality: wire.DefaultQuality}
}

// film returns n pictures, and the stream of them.
func film(n int) (frames [][]byte, stream []byte) {
	for i := range n {
		frames = append(frames, pipeline.MovingCard(i))
		stream = append(stream, frames[i]...)
	}
	return frames, stream
}
