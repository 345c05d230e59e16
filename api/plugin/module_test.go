package plugin

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/frame"
)

// memory is what instances may have in tests.
const memory = 64 << 20

// directory makes a directory of files with these contents.
func directory(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// library opens modules by the names of their files, without ".wasm".
func library(t testing.TB, modules map[string][]byte) *Library {
	t.Helper()
	files := map[string][]byte{}
	for name, module := range modules {
		files[name+".wasm"] = module
	}
	l, err := Open(t.Context(), Config{Dir: directory(t, files), Limit: 10 * time.Second, Memory: memory})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// parse returns a chain of the operations of a library.
func parse(t testing.TB, l *Library, text string) filter.Chain {
	t.Helper()
	registry := new(filter.Registry)
	for _, f := range l.Filters() {
		if err := registry.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	chain, err := registry.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

func apply(t testing.TB, chain filter.Chain, f *frame.Frame) *frame.Frame {
	t.Helper()
	if err := chain.Run(t.Context(), f, filter.Metadata{}, 1<<22); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestLuma(t *testing.T) {
	chain := parse(t, library(t, map[string][]byte{"a": module(described, negative)}), "negative")
	f := apply(t, chain, filtertest.Colour([]byte{0, 10, 255}, []byte{1, 2, 3}, []byte{4, 5, 6}))
	for i, want := range [][]byte{{255, 245, 0}, {1, 2, 3}, {4, 5, 6}} {
		if got := f.Planes()[i].Row(0); !slices.Equal(got, want) {
			t.Errorf("plane %d is %v, want %v", i, got, want)
		}
	}
}

// The same on odd sizes, all samplings and strides, with one instance that has seen others before.
func TestEverySampling(t *testing.T) {
	chain := parse(t, library(t, map[string][]byte{"a": module(described, negative)}), "negative")
	for _, size := range [][2]int{{1, 1}, {64, 48}, {1, 3}, {37, 1}, {17, 13}, {1200, 900}, {2, 2}} {
		for _, s := range filtertest.Samplings {
			w, h := size[0], size[1]
			want := filtertest.Picture(w, h, s)
			for y := range h {
				for x, row := 0, want.Planes()[0].Row(y); x < w; x++ {
					row[x] = 255 - row[x]
				}
			}
			lent := filtertest.Lend(w, h, s)
			got := apply(t, chain, frame.Of(s, lent...))
			if !filtertest.Same(got, want) {
				t.Fatalf("%d×%d with sampling %d is not inverted", w, h, s)
			}
			for i, p := range lent {
				for at, v := range p.Pix[:cap(p.Pix)] {
					if inside := at/p.Stride < p.H && at%p.Stride < p.W; !inside && v != filtertest.Guard {
						t.Fatalf("%d×%d: it writes beside plane %d, at %d", w, h, i, at)
					}
				}
			}
		}
	}
}

// A grey picture has chroma for the module, and gets it if the module makes some.
func TestGrey(t *testing.T) {
	red := `{"name":"red","group":"tone","doc":"Makes one sample red.","params":[],"properties":{},"picture":"planes"}`
	l := library(t, map[string][]byte{
		"a": module(described, negative),
		"b": module(red, code(get(0), load(48), konst(200), store8(0), konst(0))),
	})
	if f := apply(t, parse(t, l, "negative"), filtertest.Flat(5, 3, frame.Gray, 7)); f.Sampling() != frame.Gray {
		t.Error("a grey picture does not stay grey")
	}
	f := apply(t, parse(t, l, "red"), filtertest.Flat(5, 3, frame.Gray, 7))
	if f.Sampling() != frame.YUV420 {
		t.Fatal("a picture that is coloured stays grey")
	}
	if got, want := f.Planes()[2].Row(0), []byte{200, 128, 128}; !slices.Equal(got, want) {
		t.Errorf("Cr is %v, want %v", got, want)
	}
	if got := f.Planes()[0].Row(2)[4]; got != 7 {
		t.Errorf("luma is %d, want 7", got)
	}
}

func TestRGBA(t *testing.T) {
	opaque := `{"name":"clear","group":"tone","doc":"Makes all pixels clear black.","params":[],"properties":{},"picture":"rgba"}`
	zero := code(
		get(0), load(16), set(1), get(1), get(0), load(20), get(0), load(28), opMul, opAdd, set(2),
		loop(code(get(1), konst(0), store8(0), get(1), konst(1), opAdd, set(1), get(1), get(2), opLtU)), konst(0))
	f := apply(t, parse(t, library(t, map[string][]byte{"a": module(opaque, zero)}), "clear"), filtertest.Picture(7, 5, frame.YUV420))
	for i, v := range f.NRGBA().Pix {
		if want := byte(255 * (i % 4 / 3)); v != want {
			t.Fatalf("byte %d is %d, want %d", i, v, want)
		}
	}
}

// Each parameter is a number; that of a text is where its bytes are.
func TestArguments(t *testing.T) {
	d := `{"name":"tell","group":"tone","doc":"Writes its arguments into luma.","properties":{},"picture":"planes","params":[
		{"name":"n","doc":"A number","type":"int","min":0,"max":200,"default":7},
		{"name":"part","doc":"A share","type":"float","min":0,"max":9,"step":0.5,"default":1.5},
		{"name":"side","doc":"A length","type":"length","min":0,"max":100,"default":"50%"},
		{"name":"which","doc":"One of three","type":"choice","choices":["a","b","c"],"default":"b"},
		{"name":"on","doc":"Whether","type":"bool","default":true},
		{"name":"hue","doc":"A colour","type":"colour","default":"010203"},
		{"name":"words","doc":"A text","type":"text","min":0,"max":20,"default":"hé"}]}`
	// The low byte of each number, then the bytes of the text and the zero after it.
	var process []byte
	for i := range 6 {
		process = code(process, get(0), load(16), get(0), load(12), loadF64(8*i), opTruncU, store8(i))
	}
	for i := range 4 {
		process = code(process, get(0), load(16), get(0), load(12), loadF64(8*6), opTruncU, load8(i), store8(6+i))
	}
	l := library(t, map[string][]byte{"a": module(d, code(process, konst(0)))})
	for text, want := range map[string][]byte{
		"tell":                               {7, 1, 6, 1, 1, 3, 'h', 0xc3, 0xa9, 0},
		"tell:200:8.5:25:c:false:ff0080:xyz": {200, 8, 25, 2, 0, 0x80, 'x', 'y', 'z', 0},
		`tell:words=\,\:`:                    {7, 1, 6, 1, 1, 3, ',', ':', 0},
	} {
		got := apply(t, parse(t, l, text), filtertest.Flat(20, 12, frame.Gray, 0)).Planes()[0].Row(0)[:len(want)]
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// What an earlier, larger picture has left is erased: a module that reads on after the end of its
// picture finds no other frame.
func TestErased(t *testing.T) {
	d := `{"name":"peek","group":"tone","doc":"Looks behind its picture.","params":[],"properties":{},"picture":"planes"}`
	const behind = 100_000
	peek := code(get(0), load(16), get(0), load(16), load8(behind), store8(0), konst(0))
	chain := parse(t, library(t, map[string][]byte{"a": module(d, peek)}), "peek")
	large := apply(t, chain, filtertest.Flat(400, 400, frame.Gray, 99))
	if got := large.Planes()[0].Row(0)[0]; got != 99 {
		t.Fatalf("the module finds %d in its own picture, want 99", got)
	}
	if got := apply(t, chain, filtertest.Flat(4, 4, frame.Gray, 1)).Planes()[0].Row(0)[0]; got != 0 {
		t.Errorf("the module finds %d of another picture", got)
	}
}

func TestReadyWaits(t *testing.T) {
	begun := 0
	m := &Module{ready: make(chan struct{}), begin: func() { begun++ }}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := m.Ready(ctx); err != context.Canceled {
		t.Errorf("before it is compiled: %v", err)
	}
	if begun != 1 {
		t.Errorf("it has begun to be compiled %d times", begun)
	}
	close(m.ready)
	if err := m.Ready(context.Background()); err != nil {
		t.Errorf("after it is compiled: %v", err)
	}
}
