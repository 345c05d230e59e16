package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// still returns the least that has the segments of a JPEG, with n in its data.
func still(n int) string {
	return "\xff\xd8\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + fmt.Sprintf("picture %d ", n) + "\xff\xd9"
}

func stills(from, to int) string {
	var b strings.Builder
	for n := from; n < to; n++ {
		b.WriteString(still(n))
	}
	return b.String()
}

// broken is a picture that brokenPictures does not answer.
var broken = strings.Replace(still(0), "picture", "broken ", 1)

func brokenPictures() fake {
	return fake{func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		if strings.Contains(string(job.Body), "broken") {
			return pipeline.Answer{}, &wire.Error{Code: wire.Undecodable, Detail: "it is broken"}
		}
		return echo(job)
	}}
}

// pictures splits the body of an answer.
func (a answer) pictures(t testing.TB) (pictures []string) {
	t.Helper()
	boundary, _ := mjpeg.Boundary(a.Header.Get("Content-Type"))
	r := mjpeg.NewReader(bytes.NewReader(a.body), boundary, 1<<30)
	for {
		var b strings.Builder
		if err := r.Next(&b); err == io.EOF {
			return pictures
		} else if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, b.String())
	}
}

// wantTrailers checks what an answer says of its stream.
func wantTrailers(t testing.TB, got answer, read, answered, repeated, skipped, rubbish int, end string) {
	t.Helper()
	said := func(name string) string { return got.Trailer.Get(name) }
	text := fmt.Sprint(said(wire.TrailerRead), said(wire.TrailerAnswered), said(wire.TrailerRepeated),
		said(wire.TrailerSkipped), said(wire.TrailerRubbish), said(wire.TrailerEnd))
	if want := fmt.Sprint(strconv.Itoa(read), strconv.Itoa(answered), strconv.Itoa(repeated), strconv.Itoa(skipped), strconv.Itoa(rubbish), end); text != want {
		t.Errorf("the trailers are %v, want read %d, answered %d, repeated %d, skipped %d, rubbish %d, %s", got.Trailer,
			read, answered, repeated, skipped, rubbish, end)
	}
}

// Every picture is answered, in order, in the framing of the body or the one that is asked for.
func TestStream(t *testing.T) {
	s := start(t, small(), fake{})
	var parts strings.Builder
	w := mjpeg.NewWriter(&parts, "b")
	for n := range 100 {
		if err := w.Picture([]byte(still(n))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	raw := stills(0, 100)
	for _, c := range s.clients(t) {
		for name, test := range map[string]struct{ kind, accept, body, want string }{
			"raw":            {"", "*/*", raw, mjpeg.TypeRaw},
			"parts":          {"multipart/x-mixed-replace; boundary=b", "", parts.String(), mjpeg.TypeParts},
			"raw for parts":  {"multipart/x-mixed-replace; boundary=--b", mjpeg.TypeRaw, parts.String(), mjpeg.TypeRaw},
			"parts for raw":  {"", mjpeg.TypeParts, raw, mjpeg.TypeParts},
			"by a wild card": {"video/x-motion-jpeg", "multipart/*;q=0.5, */*;q=0.1", raw, mjpeg.TypeParts},
		} {
			got := c.post(t, wire.PathStream, test.body, "Content-Type", test.kind, "Accept", test.accept)
			kind, _, _ := strings.Cut(got.Header.Get("Content-Type"), ";")
			if got.StatusCode != http.StatusOK || kind != test.want {
				t.Errorf("%s, %s: %d %s", c.name, name, got.StatusCode, got.Header.Get("Content-Type"))
			}
			if pictures := strings.Join(got.pictures(t), ""); pictures != raw {
				t.Errorf("%s, %s: %d bytes of pictures, want %d", c.name, name, len(pictures), len(raw))
			}
			if part := "Frame-Size: 4x3\r\nServer-Timing: queue;dur="; test.want == mjpeg.TypeParts && bytes.Count(got.body, []byte(part)) != 100 {
				t.Errorf("%s, %s: a part begins %q", c.name, name, got.body[:min(200, len(got.body))])
			}
			wantTrailers(t, got, 100, 100, 0, 0, 0, wire.EndComplete)
		}
	}
	s.settled(t)
	if n := s.streams.inUse(); n != 0 {
		t.Errorf("%d streams are counted after their end", n)
	}
}

// curl -T puts what it uploads.
func TestStreamIsPut(t *testing.T) {
	s := start(t, small(), fake{func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) { return echo(job) }})
	for _, c := range s.clients(t) {
		got := c.do(t, http.MethodPut, wire.PathStream, strings.NewReader(stills(0, 7)), "Accept", mjpeg.TypeParts)
		if n := len(got.pictures(t)); got.StatusCode != http.StatusOK || n != 7 {
			t.Errorf("%s: %s, %d pictures", c.name, got.Status, n)
		}
	}
}

// What a chain finds and measures stands in the head of each part.
func TestStreamFindings(t *testing.T) {
	dark := 12.5
	s := start(t, small(), fake{func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		answer, err := echo(job)
		answer.Faces, answer.Figures = []wire.Box{{X: 1, Y: 0, W: 2, H: 3}}, wire.Figures{Brightness: &dark}
		return answer, err
	}})
	for _, c := range s.clients(t) {
		got := c.post(t, wire.PathStream, stills(0, 7), "Accept", mjpeg.TypeParts)
		if part := "Frame-Size: 4x3\r\nFrame-Faces: 1,0,2,3\r\nFrame-Figures: brightness=12.5\r\n"; bytes.Count(got.body, []byte(part)) != 7 {
			t.Errorf("%s: a part begins %q", c.name, got.body[:min(200, len(got.body))])
		}
	}
}

func TestStreamBrokenPictures(t *testing.T) {
	s := start(t, small(), brokenPictures())
	body := still(1) + broken + "rubbish" + broken + still(2)
	large := "\xff\xd8\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + strings.Repeat("x", 70<<10) + "\xff\xd9"
	for _, c := range s.clients(t) {
		for query, want := range map[string][]string{
			"":                 {still(1), still(1), still(1), still(2)},
			"?on_error=repeat": {still(1), still(1), still(1), still(2)},
			"?on_error=skip":   {still(1), still(2)},
			"?on_error=stop":   {still(1)},
		} {
			got := c.post(t, wire.PathStream+query, body)
			if pictures := got.pictures(t); strings.Join(pictures, "|") != strings.Join(want, "|") {
				t.Errorf("%s %s: %q, want %q", c.name, query, pictures, want)
			}
			switch len(want) {
			case 4:
				wantTrailers(t, got, 4, 2, 2, 0, 7, wire.EndComplete)
			case 2:
				wantTrailers(t, got, 4, 2, 0, 2, 7, wire.EndComplete)
			case 1:
				if end := got.Trailer.Get(wire.TrailerEnd); end != string(wire.Undecodable) {
					t.Errorf("%s: the end is %q", query, end)
				}
			}
		}
		// Before the first answer, an error is one of the request.
		wantProblem(t, c.post(t, wire.PathStream+"?on_error=stop", broken+still(1)), wire.Undecodable)
		wantProblem(t, c.post(t, wire.PathStream, broken+broken), wire.Undecodable)
		wantProblem(t, c.post(t, wire.PathStream, "no picture at all"), wire.BadBody)
		wantProblem(t, c.post(t, wire.PathStream, ""), wire.BadBody)
		wantProblem(t, c.post(t, wire.PathStream, still(1), "Content-Encoding", "gzip"), wire.UnsupportedMedia)
		got := c.post(t, wire.PathStream, broken+still(1)) // there is nothing to repeat
		wantTrailers(t, got, 2, 1, 0, 1, 0, wire.EndComplete)
		got = c.post(t, wire.PathStream+"?on_error=skip", still(1)+large+still(2))
		wantTrailers(t, got, 3, 2, 0, 1, 0, wire.EndComplete)
	}
	parts := s.h2c(t).post(t, wire.PathStream, body, "Accept", mjpeg.TypeParts)
	if n := strings.Count(string(parts.body), wire.HeaderFrameError+": "+string(wire.Undecodable)); n != 2 {
		t.Errorf("%d parts say that they stand for a broken picture", n)
	}
	s.settled(t)
}

// Whatever a stream sends, little of it is held.
func TestStreamMemory(t *testing.T) {
	s := start(t, small(), fake{})
	rubbish := strings.Repeat("no picture. ", 20<<20/12)
	endless := still(1)[:len(still(1))-2] + rubbish // a picture that does not end
	claims := "--b\r\nContent-Type: image/jpeg\r\nContent-Length: 4294967296\r\n\r\n"
	for _, c := range s.clients(t) {
		for name, test := range map[string]struct {
			body    string
			skipped int
			rubbish int
		}{
			"20 MB of rubbish":     {still(1) + rubbish + still(2), 0, len(rubbish)},
			"an endless picture":   {still(1) + endless + still(2), 1, 0},
			"a part of 4 GB":       {claims + still(1) + "\r\n" + claims + still(2), 0, 0},
			"a picture cut in two": {still(1) + still(3)[:20] + still(2), 0, 0},
		} {
			body := &watching{Reader: strings.NewReader(test.body), memory: s.memory}
			got := c.do(t, http.MethodPost, wire.PathStream+"?on_error=skip", body, "Content-Type", mjpeg.ContentType("b"))
			if body.most > mjpeg.Window+3*64<<10+4*8<<10 {
				t.Errorf("%s, %s: %d bytes were held", c.name, name, body.most)
			}
			pictures := got.pictures(t)
			if len(pictures) < 2 || pictures[0] != still(1) || pictures[len(pictures)-1] != still(2) {
				t.Errorf("%s, %s: %d pictures", c.name, name, len(pictures))
			}
			if n := got.Trailer.Get(wire.TrailerSkipped); n != strconv.Itoa(test.skipped) {
				t.Errorf("%s, %s: %s skipped", c.name, name, n)
			}
			if n := got.Trailer.Get(wire.TrailerRubbish); n != strconv.Itoa(test.rubbish) {
				t.Errorf("%s, %s: %s bytes of rubbish, want %d", c.name, name, n, test.rubbish)
			}
		}
	}
	s.settled(t)
}

// watching is a body that notes how much memory is held while it is sent.
type watching struct {
	io.Reader
	memory *memory
	most   int64
}

func (w *watching) Read(p []byte) (int, error) {
	w.most = max(w.most, w.memory.inUse())
	return w.Reader.Read(p)
}

func TestStreamParameters(t *testing.T) {
	c := start(t, small(), fake{}).h2c(t)
	for _, query := range []string{"fps=0", "fps=61", "fps=x", "live=2", "live=true", "on_error=die", "fps=1&fps=2"} {
		wantProblem(t, c.post(t, wire.PathStream+"?"+query, still(1)), wire.BadStream)
	}
	wantProblem(t, c.post(t, wire.PathStream+"?format=png", still(1)), wire.BadQuery)
	wantProblem(t, c.post(t, wire.PathFrame+"?fps=1", still(1)), wire.BadQuery)
	wantProblem(t, c.post(t, wire.PathStream, still(1), wire.HeaderFrameBudget, "soon"), wire.BadHeader)
	wantProblem(t, c.post(t, wire.PathStream+"?ops=nothing_like_it", still(1)), wire.BadOps)
}
