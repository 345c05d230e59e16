package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"framepost/api/filter"
	"framepost/api/wire"
)

// serve returns a pipeline whose operation mine is done by call.
func serve(t testing.TB, s Service, call func(ctx context.Context, m Message) (Reply, error)) *Pipeline {
	t.Helper()
	s.Op = wire.Op{Name: "mine", Doc: "Is mine.", Params: []wire.Param{
		{Name: "strength", Doc: "How much", Type: wire.Int, Range: &wire.Range{Min: 0, Max: 9}, Default: 3},
		{Name: "ink", Doc: "Which", Type: wire.Colour, Default: "red"},
		{Name: "edge", Doc: "Where", Type: wire.Length, Range: &wire.Range{Min: 0, Max: 9}, Default: "25%"},
	}}
	s.Quality, s.Call = 90, call
	c := Default()
	c.Services = []Service{s}
	p, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// run runs a chain on the test card, with an answer as PNG.
func run(ctx context.Context, p *Pipeline, chain string) (Answer, image.Image, error) {
	parsed, err := p.Parse(chain)
	if err != nil {
		return Answer{}, nil, err
	}
	answer, err := p.Process(ctx, Job{Body: TestCard(), Chain: parsed, Format: PNG})
	if err != nil {
		return answer, nil, err
	}
	defer answer.Body.Release()
	img, err := png.Decode(bytes.NewReader(answer.Body.Bytes))
	return answer, img, err
}

// flatPNG returns a w×h picture of one colour.
func flatPNG(w, h int, c color.NRGBA) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.SetNRGBA(i%w, i/w, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestServiceGetsTheFrame(t *testing.T) {
	for _, raw := range []bool{false, true} {
		var got Message
		p := serve(t, Service{Raw: raw}, func(_ context.Context, m Message) (Reply, error) {
			got = m
			got.Body = bytes.Clone(m.Body)
			return Reply{Type: m.Type, W: m.W, H: m.H, Body: m.Body}, nil
		})
		answer, _, err := run(t.Context(), p, "resize:65,mine:7:edge=4")
		if err != nil {
			t.Fatal(err)
		}
		want := []wire.Arg{{Key: "strength", Value: "7"}, {Key: "ink", Value: "ff0000"}, {Key: "edge", Value: "4"}}
		if got.W != 65 || got.H != 49 || !slices.Equal(got.Args, want) {
			t.Errorf("it gets %d×%d and %v", got.W, got.H, got.Args)
		}
		if raw && (got.Type != TypeRGB || len(got.Body) != 3*65*49) || !raw && (got.Type != "image/jpeg" || !bytes.HasPrefix(got.Body, []byte("\xff\xd8"))) {
			t.Errorf("raw %v: it gets %d bytes of %s", raw, len(got.Body), got.Type)
		}
		if len(answer.Services) != 1 || answer.Services[0].Name != "mine" || answer.Services[0].Skipped != "" || answer.W != 65 {
			t.Errorf("the answer has %v, %d px wide", answer.Services, answer.W)
		}
	}
}

// TestServiceAnswersPictures checks the pixels of the answer, of the size sent and of another one,
// and that boxes found before it move along.
func TestServiceAnswersPictures(t *testing.T) {
	blue := color.NRGBA{B: 255, A: 255}
	for _, size := range []image.Point{{64, 48}, {128, 96}, {1, 1}, {97, 13}} {
		rgb := bytes.Repeat([]byte{0, 0, 255}, size.X*size.Y)
		for _, reply := range []Reply{{Type: "image/png", Body: flatPNG(size.X, size.Y, blue)}, {Type: TypeRGB, W: size.X, H: size.Y, Body: rgb}} {
			p := serve(t, Service{}, func(context.Context, Message) (Reply, error) { return reply, nil })
			answer, img, err := run(t.Context(), p, "resize:64:48:fit=stretch,mine,mirror")
			if err != nil {
				t.Fatalf("%v as %s: %v", size, reply.Type, err)
			}
			r, g, b, _ := img.At(0, 0).RGBA()
			if answer.W != size.X || answer.H != size.Y || r>>8 > 4 || g>>8 > 4 || b>>8 < 250 {
				t.Errorf("%v as %s: %d×%d of %d, %d, %d", size, reply.Type, answer.W, answer.H, r>>8, g>>8, b>>8)
			}
		}
	}
}

// failing are answers that a service must not give, and errors of calls.
var failing = map[string]struct {
	boxes  bool
	reply  Reply
	err    error
	reason wire.Reason
}{
	"nothing":            {reply: Reply{}, reason: wire.ReasonAnswer},
	"a text":             {reply: Reply{Type: "image/jpeg", Body: []byte("<html>")}, reason: wire.ReasonAnswer},
	"a GIF":              {reply: Reply{Body: []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")}, reason: wire.ReasonAnswer},
	"a cut JPEG":         {reply: Reply{Body: []byte("\xff\xd8\xff\xe0")}, reason: wire.ReasonAnswer},
	"a large PNG":        {reply: Reply{Body: flatPNG(129, 97, color.NRGBA{A: 255})}, reason: wire.ReasonAnswer},
	"a huge PNG":         {reply: Reply{Body: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff\xff\xff\x00\xff\xff\xff\x08\x02\x00\x00\x00\x00\x00\x00\x00")}, reason: wire.ReasonAnswer},
	"pixels of no size":  {reply: Reply{Type: TypeRGB, Body: make([]byte, 3*64*48)}, reason: wire.ReasonAnswer},
	"pixels of another":  {reply: Reply{Type: TypeRGB, W: 64, H: 49, Body: make([]byte, 3*64*48)}, reason: wire.ReasonAnswer},
	"too many pixels":    {reply: Reply{Type: TypeRGB, W: 1 << 20, H: 1 << 20, Body: make([]byte, 3)}, reason: wire.ReasonAnswer},
	"no boxes":           {boxes: true, reply: Reply{Body: []byte("{}")}, reason: wire.ReasonAnswer},
	"no JSON":            {boxes: true, reply: Reply{Body: flatPNG(1, 1, color.NRGBA{})}, reason: wire.ReasonAnswer},
	"a box of text":      {boxes: true, reply: Reply{Body: []byte(`{"boxes":[{"x":"1"}]}`)}, reason: wire.ReasonAnswer},
	"a box with no size": {boxes: true, reply: Reply{Body: []byte(`{"boxes":[{"x":1,"y":1}]}`)}, reason: wire.ReasonAnswer},
	"a negative box":     {boxes: true, reply: Reply{Body: []byte(`{"boxes":[{"x":1,"y":1,"w":-1,"h":1}]}`)}, reason: wire.ReasonAnswer},
	"a score of 2":       {boxes: true, reply: Reply{Body: []byte(`{"boxes":[{"x":1,"y":1,"w":1,"h":1,"score":2}]}`)}, reason: wire.ReasonAnswer},
	"a label of 65":      {boxes: true, reply: Reply{Body: []byte(`{"boxes":[{"x":1,"y":1,"w":1,"h":1,"label":"` + strings.Repeat("é", 65) + `"}]}`)}, reason: wire.ReasonAnswer},
	"a label of 2 lines": {boxes: true, reply: Reply{Body: []byte(`{"boxes":[{"x":1,"y":1,"w":1,"h":1,"label":"a\nb"}]}`)}, reason: wire.ReasonAnswer},
	"257 boxes":          {boxes: true, reply: Reply{Body: []byte(`{"boxes":[{}` + strings.Repeat(",{}", 256) + `]}`)}, reason: wire.ReasonAnswer},
	"it is late":         {err: &ServiceError{wire.ReasonLate, errors.New("secret")}, reason: wire.ReasonLate},
	"it is busy":         {err: &ServiceError{wire.ReasonBusy, errors.New("secret")}, reason: wire.ReasonBusy},
	"it is down":         {err: &ServiceError{wire.ReasonDown, errors.New("secret")}, reason: wire.ReasonDown},
	"a bad status":       {err: &ServiceError{wire.ReasonStatus, errors.New("secret")}, reason: wire.ReasonStatus},
	"it is left alone":   {err: &ServiceError{wire.ReasonOpen, errors.New("secret")}, reason: wire.ReasonOpen},
}

// TestServiceSkipped checks that the frame goes on without a service as if it had not been asked.
func TestServiceSkipped(t *testing.T) {
	for name, test := range failing {
		for _, raw := range []bool{false, true} {
			p := serve(t, Service{Skip: true, Boxes: test.boxes, Raw: raw}, func(context.Context, Message) (Reply, error) { return test.reply, test.err })
			for _, chain := range []string{"resize:64:48:fit=stretch,%sinvert", "resize:64:48:fit=stretch,posterize,%sblur"} {
				answer, got, err := run(t.Context(), p, fmt.Sprintf(chain, "mine,"))
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				_, want, err := run(t.Context(), p, fmt.Sprintf(chain, ""))
				if err != nil {
					t.Fatal(err)
				}
				if len(answer.Services) != 1 || answer.Services[0].Skipped != test.reason {
					t.Errorf("%s: the calls are %v", name, answer.Services)
				}
				if !equalPictures(got, want) {
					t.Errorf("%s: the frame of %s changes", name, chain)
				}
			}
		}
	}
}

func equalPictures(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

// TestServiceFails checks that the sender learns the operation and what is wrong, and nothing of
// the address or the answer.
func TestServiceFails(t *testing.T) {
	codes := map[wire.Reason]wire.Code{wire.ReasonLate: wire.SidecarLate, wire.ReasonBusy: wire.Busy}
	for name, test := range failing {
		p := serve(t, Service{Boxes: test.boxes}, func(context.Context, Message) (Reply, error) { return test.reply, test.err })
		_, _, err := run(t.Context(), p, "resize:64:48:fit=stretch,mine")
		want := wire.SidecarFailed
		if code, other := codes[test.reason]; other {
			want = code
		}
		var reply *wire.Error
		if !errors.As(err, &reply) || reply.Code != want || !strings.Contains(reply.Detail, "operation mine") || strings.Contains(reply.Detail, "secret") {
			t.Errorf("%s: %v", name, err)
		}
		var failure *filter.Failure
		if told := errors.As(err, &failure); told == (test.reason == wire.ReasonBusy || test.reason == wire.ReasonOpen) {
			t.Errorf("%s: whoever runs the server is told: %v", name, told)
		}
	}
}

func TestServiceBoxes(t *testing.T) {
	const found = `{"boxes":[{"x":-3,"y":2.4,"w":10,"h":5,"label":"cat","score":0.5,"more":1},{"x":60,"y":40,"w":99,"h":99},{"x":64,"y":0,"w":5,"h":5},
		{"x":1e300,"y":-1e300,"w":1e300,"h":1e300}],"more":[]}`
	for _, draw := range []bool{false, true} {
		p := serve(t, Service{Boxes: true, Draw: draw}, func(context.Context, Message) (Reply, error) { return Reply{Body: []byte(found)}, nil })
		answer, got, err := run(t.Context(), p, "resize:64:48:fit=stretch,mine,mirror,resize:128")
		if err != nil {
			t.Fatal(err)
		}
		want := []wire.Detection{{Box: wire.Box{X: 114, Y: 4, W: 14, H: 12}, Label: "cat", Score: 0.5}, {Box: wire.Box{X: 0, Y: 80, W: 8, H: 16}, Score: 1}}
		if !slices.Equal(answer.Boxes, want) {
			t.Errorf("got %v, want %v", answer.Boxes, want)
		}
		_, plain, err := run(t.Context(), p, "resize:64:48:fit=stretch,mirror,resize:128")
		if err != nil {
			t.Fatal(err)
		}
		if equalPictures(got, plain) == draw {
			t.Errorf("draw %v: drawn %v", draw, !draw)
		}
		drawn, _, err := run(t.Context(), p, "resize:64:48:fit=stretch,mine,boxes")
		if err != nil || len(drawn.Boxes) != 2 {
			t.Errorf("%v, %v", drawn.Boxes, err)
		}
	}
}

// TestServiceCancelled checks that a frame nobody waits for ends with the error of its context,
// whatever is done about failures, and that the service sees it.
func TestServiceCancelled(t *testing.T) {
	for _, skip := range []bool{false, true} {
		ctx, cancel := context.WithCancel(t.Context())
		p := serve(t, Service{Skip: skip}, func(ctx context.Context, _ Message) (Reply, error) {
			cancel()
			<-ctx.Done()
			return Reply{}, &ServiceError{wire.ReasonLate, ctx.Err()}
		})
		if _, _, err := run(ctx, p, "mine"); !errors.Is(err, context.Canceled) {
			t.Errorf("skip %v: %v", skip, err)
		}
	}
}

// TestServiceStepsAside checks that the frame has no CPU while the service has it.
func TestServiceStepsAside(t *testing.T) {
	aside := false
	ctx := filter.WithAside(t.Context(), func(_ context.Context, wait func()) error {
		aside = true
		wait()
		aside = false
		return nil
	})
	p := serve(t, Service{}, func(_ context.Context, m Message) (Reply, error) {
		if !aside {
			t.Error("it keeps its CPU")
		}
		return Reply{Body: m.Body}, nil
	})
	if _, _, err := run(ctx, p, "mine"); err != nil {
		t.Error(err)
	}
}

func FuzzServiceBoxes(f *testing.F) {
	for _, test := range failing {
		f.Add(test.reply.Body)
	}
	f.Add([]byte(`{"boxes":[{"x":0.5,"y":2,"w":3,"h":4,"label":"cat","score":0.5}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		found, err := parseBoxes(text, 64, 48)
		if err == nil && found == nil {
			t.Error("no boxes and no error")
		}
		for _, b := range found {
			if b.Empty() || !b.In(image.Rect(0, 0, 64, 48)) || b.Score < 0 || b.Score > 1 {
				t.Errorf("%v", b)
			}
		}
	})
}

func BenchmarkService(b *testing.B) {
	for name, raw := range map[string]bool{"jpeg": false, "rgb": true} {
		b.Run(name, func(b *testing.B) {
			p := serve(b, Service{Raw: raw}, func(_ context.Context, m Message) (Reply, error) {
				return Reply{Type: m.Type, W: m.W, H: m.H, Body: m.Body}, nil
			})
			chain, err := p.Parse("mine")
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				answer, err := p.Process(b.Context(), Job{Body: TestCard(), Chain: chain, Format: JPEG, Quality: 85})
				if err != nil {
					b.Fatal(err)
				}
				answer.Body.Release()
			}
		})
	}
}
