package inflate

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// samples are data that are compressed in different ways.
func samples() map[string][]byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	noise, steps, skewed := make([]byte, 150_000), make([]byte, 150_000), make([]byte, 150_000)
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
		steps[i] = byte(int(8*math.Sin(float64(i)/500)) + rnd.IntN(3))
		skewed[i] = byte(rnd.ExpFloat64() * rnd.ExpFloat64() * 5) // codes longer than a table's bits
	}
	return map[string][]byte{
		"nothing": {},
		"byte":    {7},
		"words":   []byte(strings.Repeat("a frame, another frame; ", 5000)),
		"zeros":   make([]byte, 200_000),
		"pixels":  bytes.Repeat([]byte{1, 2, 3}, 50_000),
		"noise":   noise,
		"steps":   steps,
		"skewed":  skewed,
	}
}

func deflated(t testing.TB, data []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inflated returns all data of r, read in pieces of n bytes.
func inflated(r *Reader, n int) (data []byte, err error) {
	for err == nil {
		var piece []byte
		piece, err = r.Next(n)
		data = append(data, piece...)
	}
	return data, err
}

func TestReader(t *testing.T) {
	var r Reader
	for name, want := range samples() {
		for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, flate.BestCompression} {
			file := deflated(t, want, level)
			for _, n := range []int{13, 5761, 70_000} {
				cut := len(file) / 3
				r.Reset(n, file[:cut], nil, file[cut:])
				if got, err := inflated(&r, n); !bytes.Equal(got, want) || !errors.Is(err, ErrEnd) {
					t.Errorf("%s, level %d, %d at a time: %d bytes and %v; want %d", name, level, n, len(got), err, len(want))
				}
			}
		}
	}
	r.Release()
}

// Truncated data are returned up to the last complete symbol.
func TestTruncated(t *testing.T) {
	var r Reader
	for name, data := range samples() {
		data = data[:min(len(data), 3000)]
		file := deflated(t, data, flate.DefaultCompression)
		for cut := range len(file) {
			r.Reset(100, file[:cut])
			got, err := inflated(&r, 100)
			if !bytes.HasPrefix(data, got) || !errors.Is(err, ErrTruncated) {
				t.Fatalf("%s, %d of %d bytes: %d bytes and %v", name, cut, len(file), len(got), err)
			}
			want, _ := io.ReadAll(flate.NewReader(bytes.NewReader(file[:cut])))
			if len(got) < len(want)-2*maxMatch {
				t.Fatalf("%s, %d of %d bytes: %d bytes, compress/flate returns %d", name, cut, len(file), len(got), len(want))
			}
		}
	}
	r.Release()
}

func TestCorrupt(t *testing.T) {
	var r Reader
	for name, file := range map[string]string{
		"reserved kind":       "\x07",
		"stored length":       "\x01\x05\x00\x05\x00aaaaa",
		"offset before start": "\x4b\x04\x42\x00\x00\x00\x00\x00\x00", // "a", then a match from 7 bytes before
	} {
		r.Reset(10, []byte(file))
		if _, err := inflated(&r, 10); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v; want %v", name, err, ErrCorrupt)
		}
	}
	r.Release()
}

// FuzzReader compares with compress/flate, which stops at the same damage.
func FuzzReader(f *testing.F) {
	for _, data := range samples() {
		file := deflated(f, data[:min(len(data), 500)], flate.DefaultCompression)
		f.Add(file)
		f.Add(file[:len(file)/2])
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		var r Reader
		defer r.Release()
		r.Reset(1000, file)
		limited := io.LimitReader(flate.NewReader(bytes.NewReader(file)), 1<<20)
		want, wantErr := io.ReadAll(limited)
		var got []byte
		var err error
		for err == nil && len(got) < len(want) {
			var piece []byte
			piece, err = r.Next(min(1000, len(want)-len(got)))
			got = append(got, piece...)
		}
		if wantErr == nil && !bytes.Equal(got, want) {
			t.Fatalf("%d bytes and %v; compress/flate returns %d", len(got), err, len(want))
		}
		if n := min(len(got), len(want)); !bytes.Equal(got[:n], want[:n]) {
			t.Fatalf("differs within the first %d bytes", n)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	for name, data := range samples() {
		file := deflated(b, data, flate.DefaultCompression)
		b.Run(name, func(b *testing.B) {
			var r Reader
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				r.Reset(5000, file)
				for {
					if _, err := r.Next(5000); err != nil {
						break
					}
				}
			}
			r.Release()
		})
	}
}
