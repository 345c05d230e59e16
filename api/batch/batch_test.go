package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

func newBatch(t testing.TB, chain string) Batch {
	t.Helper()
	p, err := pipeline.New(pipeline.Default())
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := p.Parse(chain)
	if err != nil {
		t.Fatal(err)
	}
	return Batch{Pipeline: p, Workers: 3, Job: pipeline.Job{Chain: parsed, Format: pipeline.JPEG, Quality: wire.DefaultQuality}}
}

// sizeOf returns the format and the size of the picture in a file.
func sizeOf(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	picture, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s %dx%d", format, picture.Width, picture.Height)
}

// names returns the names in a directory, those of files in the making among them.
func names(t *testing.T, directory string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(directory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return list
}

// turned returns a JPEG with an EXIF segment (CIPA DC-008, section 4.5.4) that has it turned
// by a quarter: orientation 6.
func turned(jpeg []byte) []byte {
	exif := "\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	return append(append(append([]byte{}, jpeg[:2]...), exif...), jpeg[2:]...)
}

func TestRun(t *testing.T) {
	tree(t, pipeline.TestCard(), "card.jpg", "again.jpg")
	if err := os.WriteFile("turned.jpg", turned(pipeline.TestCard()), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("note.jpg", []byte("no picture"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("file", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	files := []File{
		{"card.jpg", "out/deep/card.jpg"}, {"turned.jpg", "out/turned.jpg"}, {"note.jpg", "out/note.jpg"},
		{"gone.jpg", "out/gone.jpg"}, {"again.jpg", "file/again.jpg"},
	}
	results := make([]Result, len(files))
	newBatch(t, "resize:320").Run(t.Context(), files, func(i int, r Result) { results[i] = r })

	for i, r := range results {
		if r.File != files[i] || (r.Err == nil) != (i < 2) {
			t.Errorf("%s: %+v", files[i].From, r)
		}
	}
	var coded *wire.Error
	if err := results[2].Err; !errors.As(err, &coded) || coded.Code != wire.UnsupportedMedia {
		t.Errorf("no picture: %v", err)
	}
	if err := results[3].Err; !errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "gone.jpg") {
		t.Errorf("no file: %v; who lists it names it", err)
	}
	if got := sizeOf(t, "out/deep/card.jpg"); got != "jpeg 320x240" || results[0].W != 320 || results[0].H != 240 {
		t.Errorf("%s, reported as %+v", got, results[0])
	}
	if got := sizeOf(t, "out/turned.jpg"); got != "jpeg 320x427" {
		t.Errorf("turned: %s", got)
	}
	if info, err := os.Stat("out/turned.jpg"); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("a picture that not everybody may read: %v, %v", info.Mode(), err)
	}
	if got := strings.Join(names(t, "out"), " "); got != "deep turned.jpg" {
		t.Errorf("there is %s", got)
	}
}

// A file that has come since Check is left alone.
func TestRunKeepsWhatHasCome(t *testing.T) {
	tree(t, pipeline.TestCard(), "card.jpg", "out/card.jpg")
	b := newBatch(t, "resize:320")
	files := []File{{"card.jpg", "out/card.jpg"}}
	b.Run(t.Context(), files, func(_ int, r Result) {
		if !errors.Is(r.Err, ErrExists) {
			t.Errorf("it is replaced: %v", r.Err)
		}
	})
	if got := names(t, "out"); len(got) != 1 {
		t.Errorf("there are %v", got)
	}
	b.Overwrite = true
	b.Run(t.Context(), files, func(_ int, r Result) {
		if r.Err != nil {
			t.Error(r.Err)
		}
	})
	if got := sizeOf(t, "out/card.jpg"); got != "jpeg 320x240" {
		t.Errorf("in its place there is %s", got)
	}
}

// What is interrupted is reported no more than what was not begun, and leaves nothing behind.
func TestRunInterrupted(t *testing.T) {
	tree(t, pipeline.TestCard(), "card.jpg")
	files := make([]File, 50)
	for i := range files {
		files[i] = File{"card.jpg", filepath.Join("out", fmt.Sprint(i, ".jpg"))}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reported := 0
	newBatch(t, "").Run(ctx, files, func(_ int, r Result) {
		reported++
		if r.Err != nil {
			t.Error(r.Err)
		}
		cancel()
	})
	if reported == 0 || reported == len(files) {
		t.Errorf("%d of %d are reported", reported, len(files))
	}
	list := names(t, "out")
	if len(list) != reported {
		t.Errorf("%d are reported, and there are %v", reported, list)
	}
	for _, name := range list {
		sizeOf(t, filepath.Join("out", name))
	}
}

func BenchmarkRun(b *testing.B) {
	directory := b.TempDir()
	card := filepath.Join(directory, "card.jpg")
	if err := os.WriteFile(card, pipeline.TestCard(), 0o666); err != nil {
		b.Fatal(err)
	}
	files := make([]File, b.N)
	for i := range files {
		files[i] = File{card, filepath.Join(directory, "out", fmt.Sprint(i, ".jpg"))}
	}
	batch := newBatch(b, wire.DefaultChain)
	b.ReportAllocs()
	b.ResetTimer()
	batch.Run(b.Context(), files, func(_ int, r Result) {
		if r.Err != nil {
			b.Error(r.Err)
		}
	})
}
