package plugin

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/ops"
	"framepost/api/frame"
)

// testdata/sepia.wasm is configs/filters/sepia.c, compiled as it says.
func sepia(t testing.TB) *Library {
	t.Helper()
	module, err := os.ReadFile(filepath.Join("testdata", "sepia.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	return library(t, map[string][]byte{"sepia": module})
}

// chains returns the same call of an operation of a library and of a built-in one.
func chains(t testing.TB, l *Library, name, builtin, args string) (mine, theirs filter.Chain) {
	t.Helper()
	theirs, err := ops.Registry().Parse(builtin + args)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, l, name+args), theirs
}

// The example does what the built-in operation does, but for roundings, and but for the mean of
// more than two columns or rows.
func TestSepia(t *testing.T) {
	l := sepia(t)
	for _, args := range []string{"", ":0", ":40"} {
		mine, theirs := chains(t, l, "sepia_c", "sepia", args)
		for _, size := range [][2]int{{1, 1}, {37, 1}, {17, 13}, {64, 48}} {
			for _, s := range []frame.Sampling{frame.Gray, frame.YUV444, frame.YUV422, frame.YUV440, frame.YUV420} {
				got := apply(t, mine, filtertest.Picture(size[0], size[1], s))
				want := apply(t, theirs, filtertest.Picture(size[0], size[1], s))
				if args == ":0" && s == frame.Gray { // one stays grey
					want = filtertest.Picture(size[0], size[1], s)
				}
				if d := farthest(t, got, want); d > 1 {
					t.Errorf("sepia%s on %v with sampling %d differs by %d", args, size, s, d)
				}
			}
		}
	}
}

// farthest returns the largest difference of two samples at the same place.
func farthest(t *testing.T, f, g *frame.Frame) (d int) {
	t.Helper()
	if f.Sampling() != g.Sampling() {
		t.Fatalf("the samplings are %d and %d", f.Sampling(), g.Sampling())
	}
	for i, p := range f.Planes() {
		for y := range p.H {
			for x, v := range p.Row(y) {
				w := g.Planes()[i].Row(y)[x]
				d = max(d, int(v)-int(w), int(w)-int(v))
			}
		}
	}
	return d
}

var filters = flag.String("filters", "testdata", "directory of the modules that BenchmarkFilters runs")

// BenchmarkFilters runs modules beside the built-in sepia. For the README these are the examples,
// built into one directory.
func BenchmarkFilters(b *testing.B) {
	l := open(b, Config{Dir: *filters})
	for _, m := range l.Modules {
		if err := m.Ready(b.Context()); err != nil { // or the others' compilation is measured, too
			b.Fatal(err)
		}
	}
	for _, name := range l.Names() {
		chain := parse(b, l, name)
		b.Run(name, func(b *testing.B) { benchmark(b, chain) })
	}
	_, theirs := chains(b, sepia(b), "sepia_c", "sepia", "")
	b.Run("built in", func(b *testing.B) { benchmark(b, theirs) })
}

func benchmark(b *testing.B, chain filter.Chain) {
	f := filtertest.Picture(640, 480, frame.YUV420)
	b.ReportAllocs()
	for b.Loop() {
		apply(b, chain, f)
	}
}
