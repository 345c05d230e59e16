package plugin

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/frame"
	"framepost/api/wire"
)

// fails runs the operation negative of a module and returns its failure.
func fails(t *testing.T, ctx context.Context, chain filter.Chain) *filter.Failure {
	t.Helper()
	err := chain.Run(ctx, filtertest.Picture(64, 48, frame.YUV420), filter.Metadata{}, 1<<20)
	var failure *filter.Failure
	if !errors.As(err, &failure) {
		t.Fatalf("the error is %v, want a failure", err)
	}
	if failure.Reply.Code != wire.FilterFailed || !strings.Contains(failure.Reply.Detail, "negative") || strings.Contains(failure.Reply.Detail, "\n") {
		t.Errorf("the reply is %v; want one line that names the operation", failure.Reply)
	}
	if !strings.Contains(failure.Cause.Error(), "a.wasm") {
		t.Errorf("the cause is %v; want the file in it", failure.Cause)
	}
	return failure
}

// Functions of hostile modules: f calls itself, twice for each step towards 0 of its parameter.
var (
	word    = signature{[]byte{i32}, []byte{i32}}
	endless = code(loop(konst(1)), konst(0))
	// f(n) is f(n-1) + f(n-1): no loop, no deep stack, and no end in this century.
	twice = code(get(0), when(code(get(0), konst(1), opSub, call(4), opDrop, get(0), konst(1), opSub, call(4), opDrop)), konst(0))
)

func with(f function) func(*assembly) {
	return func(a *assembly) { a.functions = append(a.functions, f) }
}

// alloc replaces framepost_alloc.
func alloc(body []byte) func(*assembly) {
	return func(a *assembly) { a.functions[2] = function{exportAlloc, word, 0, body} }
}

// hostile are modules that do harm when they are used, and what is said of them.
var hostile = map[string]struct {
	module []byte
	want   string
}{
	"a trap":         {module(described, code(opUnreachable)), "unreachable"},
	"a refusal":      {module(described, konst(3)), "framepost_process returns 3"},
	"recursion":      {module(described, code(get(0), call(4)), with(function{"", word, 0, code(get(0), call(4))})), "stack overflow"},
	"out of bounds":  {module(described, code(konst(-1), load(0))), "out of bounds memory access"},
	"alloc fails":    {module(described, nothing, alloc(code(opUnreachable))), "framepost_alloc: unreachable"},
	"alloc of 0":     {module(described, nothing, alloc(konst(0))), "framepost_alloc returns the address 0"},
	"alloc is odd":   {module(described, nothing, alloc(konst(4<<16+8))), "multiple of 16"},
	"alloc outside":  {module(described, nothing, alloc(konst(-16))), "not there"},
	"alloc at end":   {module(described, nothing, alloc(konst(5<<16-16))), "not there"},
	"the pixels end": {module(described, code(get(0), konst(0x7fffffff), opAdd, load8(0))), "out of bounds memory access"},
}

func TestHostile(t *testing.T) {
	for name, test := range hostile {
		t.Run(name, func(t *testing.T) {
			chain := parse(t, library(t, map[string][]byte{"a": test.module}), "negative")
			for range 2 { // the second frame gets a new instance
				if failure := fails(t, t.Context(), chain); !strings.Contains(failure.Reply.Detail, test.want) {
					t.Errorf("the reply is %q; want %q in it", failure.Reply.Detail, test.want)
				}
			}
		})
	}
}

// late are modules that would never end.
var late = map[string][]byte{
	"a loop":            module(described, endless),
	"recursion, twice":  module(described, code(konst(60), call(4)), with(function{"", word, 0, twice})),
	"alloc":             module(described, nothing, alloc(endless)),
	"more memory":       module(described, code(loop(code(konst(1), memoryGrow(), opDrop, konst(1))), konst(0))),
	"all of the memory": module(described, code(loop(code(konst(1000), memoryGrow(), opDrop, konst(1))), konst(0))),
}

// overdue is how long after its time a module may end: the scheduler of the test's machine has
// other work, too. It may be making the memory that the module has asked for, which nothing stops:
// wazero appends to a slice, and so copies what there was, each time.
func overdue() time.Duration {
	began := time.Now()
	var made []byte
	for range 5 {
		made = append(made, make([]byte, memory/4)...)
	}
	runtime.KeepAlive(made)
	return 50*time.Millisecond + time.Since(began)
}

func TestEndless(t *testing.T) {
	for name, module := range late {
		t.Run(name, func(t *testing.T) {
			l := library(t, map[string][]byte{"a": module})
			l.Modules[0].limit = 30 * time.Millisecond
			chain := parse(t, l, "negative")
			if err := chain.Ready(t.Context()); err != nil {
				t.Fatal(err)
			}
			var past []time.Duration
			inTime := false
			for len(past) < 2 || len(past) < 20 && !inTime {
				began := time.Now()
				if failure := fails(t, t.Context(), chain); !strings.Contains(failure.Reply.Detail, "longer than 30ms") {
					t.Errorf("the reply is %q", failure.Reply.Detail)
				}
				past = append(past, time.Since(began)-l.Modules[0].limit)
				inTime = inTime || past[len(past)-1] <= overdue() // of the machine as it was then
			}
			if !inTime {
				t.Errorf("it never ends within its time, but so much past it: %v", past)
			}
		})
	}
}

// A frame whose own time is over, or whose client has gone, is no failure of the module.
func TestFrameEnds(t *testing.T) {
	chain := parse(t, library(t, map[string][]byte{"a": module(described, endless)}), "negative")
	if err := chain.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := chain.Run(ctx, filtertest.Picture(8, 8, frame.YUV420), filter.Metadata{}, 1<<20)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
}

// A module that traps at the hundredth call loses that frame alone.
func TestHundredth(t *testing.T) {
	const counter = 64
	process := code(
		konst(counter), konst(counter), load8(0), konst(1), opAdd, store8(0),
		konst(counter), load8(0), konst(100), opEq, when(code(opUnreachable)), negative)
	chain := parse(t, library(t, map[string][]byte{"a": module(described, process)}), "negative")
	for n := 1; n <= 250; n++ {
		if n%100 == 0 {
			fails(t, t.Context(), chain)
			continue
		}
		f := apply(t, chain, filtertest.Grey([]byte{byte(n)}))
		if got, want := f.Planes()[0].Row(0)[0], 255-byte(n); got != want {
			t.Fatalf("call %d makes %d, want %d", n, got, want)
		}
	}
}

// Modules that must not be loaded, and what is said of them.
func TestRefused(t *testing.T) {
	name := func(n string) []byte {
		return module(strings.Replace(described, `"negative"`, n, 1), nothing)
	}
	edit := func(change func(*assembly)) []byte { return module(described, nothing, change) }
	for name, test := range map[string]struct {
		module []byte
		want   string
	}{
		"nothing":           {nil, "no WebAssembly module"},
		"no module":         {[]byte("GIF89a and so on"), "cut off"},
		"cut off":           {module(described, nothing)[:100], "cut off"},
		"no memory":         {edit(func(a *assembly) { a.noMemory = true }), "exports no memory"},
		"no process":        {edit(func(a *assembly) { a.functions = a.functions[:3] }), "exports no function framepost_process"},
		"another signature": {edit(func(a *assembly) { a.functions[2].sig.results = []byte{i64}; a.functions[2].body = konst64(0) }), "framepost_alloc is (i32) i64; it must be (i32) i32"},
		"an import":         {edit(func(a *assembly) { a.imports = []imported{{"env", "system", word}} }), "imports env.system"},
		"an unknown import": {edit(func(a *assembly) { a.imports = []imported{{"wasi_snapshot_preview1", "fork", word}} }), "fork"},
		"too much memory":   {edit(func(a *assembly) { a.pages = memory/page + 1 }), "memory"},
		"another version":   {edit(func(a *assembly) { a.functions[0].body = konst(2) }), "version 2"},
		"a trap at start": {edit(func(a *assembly) {
			a.functions = append(a.functions, function{"_initialize", signature{}, 0, code(opUnreachable)})
		}), "cannot begin"},
		"a trap in describe":  {edit(func(a *assembly) { a.functions[1].body = code(opUnreachable) }), "framepost_describe fails: unreachable"},
		"outside of memory":   {edit(func(a *assembly) { a.functions[1].body = konst64(-1<<32 | 100) }), "outside of its memory"},
		"10 MB":               {edit(func(a *assembly) { a.functions[1].body = konst64(dataAt<<32 | 10<<20) }), "10485760 bytes; at most 65536"},
		"no JSON":             {module("x", nothing), "cannot be read"},
		"no end":              {module(described+"{}", nothing), "goes on after its end"},
		"an unknown field":    {module(strings.Replace(described, "doc", "dock", 1), nothing), `unknown field "dock"`},
		"another picture":     {module(strings.Replace(described, `"planes"`, `"hsv"`, 1), nothing), `"hsv"; allowed are planes and rgba`},
		"a property":          {module(strings.Replace(described, "{}", `{"mirrors":true}`, 1), nothing), "property other than costly"},
		"a wrong name":        {name(`"Über"`), "needs another name"},
		"a number as a name":  {name(`7`), "cannot be read"},
		"an unknown type":     {module(strings.Replace(described, "[]", `[{"name":"a","doc":"A","type":"tensor"}]`, 1), nothing), "needs one of the types"},
		"a default of lists":  {module(strings.Replace(described, "[]", `[{"name":"a","doc":"A","type":"bool","default":[[]]}]`, 1), nothing), "needs a default"},
		"thousands of params": {module(strings.Replace(described, "[]", "["+strings.Repeat(`{"name":"a"},`, 4000)+`{"name":"a"}]`, 1), nothing), "at most 32"},
	} {
		_, err := Open(t.Context(), Config{Dir: directory(t, map[string][]byte{"good.wasm": module(described, negative), "x.wasm": test.module}), Limit: time.Second, Memory: memory})
		if err == nil {
			t.Errorf("%s: it is loaded", name)
			continue
		}
		if line := err.Error(); strings.Contains(line, "\n") || !strings.Contains(line, "x.wasm") || !strings.Contains(line, test.want) {
			t.Errorf("%s: %q; want one line with the file and %q", name, line, test.want)
		}
	}
}

var update = flag.Bool("update", false, "write testdata/hostile")

// The module that tests of the whole program use is that of these.
func TestHostileFile(t *testing.T) {
	file := filepath.Join("testdata", "hostile", "endless.wasm")
	want := module(described, endless)
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is another module, or %v; -update writes it", file, err)
	}
}

// While modules never end on all CPUs but one, a collection of this program's memory goes on, and
// so does a neighbour.
func TestNeighbour(t *testing.T) {
	l := library(t, map[string][]byte{
		"a": module(described, code(konst(60), call(4)), with(function{"", word, 0, twice})),
		"b": module(strings.Replace(described, "negative", "other", 1), negative),
	})
	chain, other := parse(t, l, "negative"), parse(t, l, "other")
	for _, c := range []filter.Chain{chain, other} {
		if err := c.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- chain.Run(ctx, filtertest.Picture(8, 8, frame.YUV420), filter.Metadata{}, 1<<20) }()
	var times []time.Duration
	for n := range 200 {
		if n == 100 {
			runtime.GC()
		}
		began := time.Now()
		apply(t, other, filtertest.Picture(64, 48, frame.YUV420))
		times = append(times, time.Since(began))
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the endless module: %v", err)
	}
	slices.Sort(times)
	t.Logf("p50 %v, p95 %v beside an endless module", times[100], times[190])
}

// FuzzModule loads whatever it gets, and runs it if it is a module.
func FuzzModule(f *testing.F) {
	f.Add(module(described, negative))
	for _, h := range hostile {
		f.Add(h.module)
	}
	for _, m := range late {
		f.Add(m)
	}
	for _, liar := range liars {
		f.Add(liar.module())
	}
	f.Fuzz(func(t *testing.T, m []byte) {
		l, err := Open(t.Context(), Config{Dir: directory(t, map[string][]byte{"a.wasm": m}), Limit: 20 * time.Millisecond, Memory: memory})
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q has more than a line", err)
			}
			return
		}
		chain := parse(t, l, l.Modules[0].Description.Name)
		if chain.Ready(t.Context()) != nil {
			return
		}
		err = chain.Run(t.Context(), filtertest.Picture(17, 13, frame.YUV420), filter.Metadata{}, 1<<20)
		var failure *filter.Failure
		if err != nil && !errors.As(err, &failure) {
			t.Error(fmt.Errorf("not a failure: %w", err))
		}
	})
}
