package main

import (
	"bytes"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// A folder with a picture, the first half of one, and a file that is no picture.
func TestCorpus(t *testing.T) {
	dir := t.TempDir()
	card := pipeline.TestCard()
	for name, data := range map[string][]byte{"card.jpg": card, "sub/half.jpg": card[:len(card)/2], "text.txt": []byte("hello")} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := list(dir)
	if err != nil || len(files) != 3 {
		t.Fatal(files, err)
	}
	r, err := run(files, 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.judge(time.Minute, 1<<30); err != nil {
		t.Error(err)
	}
	var text bytes.Buffer
	r.write(&text, time.Minute, 3)
	for _, want := range []string{"12 requests", "8  200 picture", "4  415 unsupported_media"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, &text)
		}
	}
	for _, one := range r.results {
		if o := one.opinion; r.compared && strings.HasSuffix(one.file, "card.jpg") && one.query == whole && (!o.clean || o.psnr < near) {
			t.Errorf("djpeg's opinion of the card is %+v", o)
		}
	}
}

func TestJudge(t *testing.T) {
	good := result{status: 422, code: wire.Undecodable, took: time.Millisecond}
	for _, bad := range []result{{status: 500, code: wire.Internal}, {status: 0}, {status: 502}, {status: 404}, {status: 200, took: 2 * time.Second}} {
		if err := (report{results: []result{good, bad}}).judge(time.Second, 1); err == nil {
			t.Errorf("%+v passes", bad)
		}
	}
	if err := (report{results: []result{good}, peak: 2}).judge(time.Second, 1); err == nil {
		t.Error("2 bytes of 1 pass")
	}
	if err := (report{results: []result{good}, peak: 1}).judge(time.Second, 1); err != nil {
		t.Error(err)
	}
}

func TestPSNR(t *testing.T) {
	a := image.NewGray(image.Rect(0, 0, 2, 1))
	b := image.NewGray(image.Rect(5, 5, 7, 6))
	b.Pix[1] = 16
	if got := psnr(a, b); got < 27 || got > 27.1 { // 10·log10(255²/128)
		t.Errorf("got %v dB", got)
	}
}
