package zip

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"time"
)

type file struct{ name, content string }

func archive(t testing.TB, files []file, at time.Time) []byte {
	t.Helper()
	var a Archive
	var whole []byte
	for _, f := range files {
		header, err := a.Add(f.name, crc32.ChecksumIEEE([]byte(f.content)), int64(len(f.content)), at)
		if err != nil {
			t.Fatal(err)
		}
		whole = append(append(whole, header...), f.content...)
	}
	return append(whole, a.End()...)
}

// The standard library reads the archive, and checks each CRC.
func TestArchive(t *testing.T) {
	at := time.Date(2026, 11, 28, 23, 59, 58, 0, time.UTC)
	for name, files := range map[string][]file{
		"no file":    nil,
		"one":        {{"a.jpg", "bytes"}},
		"an empty":   {{"nothing.jpg", ""}, {"b.png", "x"}},
		"many":       {{"a.jpg", strings.Repeat("ab", 70_000)}, {"Zürich – 写真.png", "x"}, {"c", "y"}},
		"same names": {{"a.jpg", "1"}, {"a.jpg", "2"}},
	} {
		t.Run(name, func(t *testing.T) {
			data := archive(t, files, at)
			r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			if len(r.File) != len(files) {
				t.Fatalf("%d files, want %d", len(r.File), len(files))
			}
			for i, f := range r.File {
				content, err := f.Open()
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(content)
				if err != nil || string(got) != files[i].content {
					t.Errorf("%s has %d bytes, want %d: %v", f.Name, len(got), len(files[i].content), err)
				}
				if f.Name != files[i].name || f.NonUTF8 || f.Method != zip.Store || !f.Modified.Equal(at) {
					t.Errorf("%+v, want %s of %v", f.FileHeader, files[i].name, at)
				}
			}
		})
	}
}

// It has the same bytes as one that the standard library writes.
func TestArchiveIsAsTheStandardLibraryWritesIt(t *testing.T) {
	at := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	files := []file{{"é.jpg", "first"}, {"ü.jpg", "second"}}
	var want bytes.Buffer
	w := zip.NewWriter(&want)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, CRC32: crc32.ChecksumIEEE([]byte(f.content)), Flags: 1 << 11,
			CreatorVersion: version, ReaderVersion: version,
			CompressedSize64: uint64(len(f.content)), UncompressedSize64: uint64(len(f.content))}
		h.ModifiedDate, h.ModifiedTime = stamp(at) //lint:ignore SA1019 Modified would add an extra field
		body, err := w.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(body, f.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got := archive(t, files, at)
	if len(got) != want.Len() {
		t.Fatalf("%d bytes, want %d", len(got), want.Len())
	}
	for i := range got {
		if got[i] != want.Bytes()[i] {
			t.Errorf("byte %d is %#x, want %#x", i, got[i], want.Bytes()[i])
		}
	}
}

func TestFullArchive(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var a Archive
	const most = int64(1<<32 - 1 - localLength - centralLength - endLength - 2*len("a"))
	if _, err := a.Add("a", 0, most+1, at); !errors.Is(err, ErrFull) {
		t.Errorf("a byte too many: %v", err)
	}
	if _, err := a.Add(strings.Repeat("a", 65_536), 0, 1, at); !errors.Is(err, ErrFull) {
		t.Errorf("a name that is too long: %v", err)
	}
	if _, err := a.Add("a", 0, most, at); err != nil {
		t.Errorf("the largest file: %v", err)
	}
	if _, err := a.Add("b", 0, 0, at); !errors.Is(err, ErrFull) {
		t.Errorf("one more file: %v", err)
	}

	a = Archive{}
	for range 65_535 {
		if _, err := a.Add("a", 0, 0, at); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Add("a", 0, 0, at); !errors.Is(err, ErrFull) {
		t.Errorf("65,536 files: %v", err)
	}
}

// Whatever the names and bytes, the standard library reads them back.
func FuzzArchive(f *testing.F) {
	f.Add("a.jpg", "bytes", "b.jpg", "")
	f.Add("", "", "..", "PK\x05\x06")
	f.Fuzz(func(t *testing.T, name1, content1, name2, content2 string) {
		files := []file{{name1, content1}, {name2, content2}}
		if len(name1) > 65_535 || len(name2) > 65_535 {
			t.Skip()
		}
		data := archive(t, files, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
			t.Fatal(err)
		}
		for i, f := range r.File {
			if f.Name != files[i].name || f.UncompressedSize64 != uint64(len(files[i].content)) {
				t.Errorf("file %d is %q of %d bytes", i, f.Name, f.UncompressedSize64)
			}
		}
	})
}
