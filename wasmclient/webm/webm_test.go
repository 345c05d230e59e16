package webm

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"
)

func file(t testing.TB, lines ...string) []byte {
	t.Helper()
	data, err := hex.DecodeString(strings.ReplaceAll(strings.Join(lines, ""), " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const (
	ebml    = "1A45DFA3 84 42868101" // EBMLVersion 1
	live    = "18538067 01FFFFFFFFFFFFFF"
	cluster = "1F43B675 01FFFFFFFFFFFFFF E78100"
)

func TestSetDuration(t *testing.T) {
	for name, c := range map[string]struct{ before, after []string }{
		"as Chromium writes it": {
			[]string{ebml, live, "1549A966 8B 2AD7B1830F4240 4D808163", cluster},
			[]string{ebml, live, "1549A966 0100000000000016 2AD7B1830F4240 4D808163 448988 4097700000000000", cluster},
		},
		"a tick of its own": { // of 0.1 ms
			[]string{ebml, live, "1549A966 87 2AD7B1830186A0", cluster},
			[]string{ebml, live, "1549A966 0100000000000012 2AD7B1830186A0 448988 40CD4C0000000000", cluster},
		},
		"a duration of 0, in four bytes, after something else": {
			[]string{ebml, live, "EC 82 0000", "1549A966 87 448984 00000000", cluster},
			[]string{ebml, live, "EC 82 0000", "1549A966 010000000000000B 448988 4097700000000000", cluster},
		},
		"a segment whose size is known": {[]string{ebml, "18538067 8C 1549A966 87 2AD7B1830F4240"}, nil},
		"no info":                       {[]string{ebml, live, cluster}, nil},
		"a field beyond its parent":     {[]string{ebml, live, "1549A966 83 2AD7B1830F4240", cluster}, nil},
		"a tick of 0":                   {[]string{ebml, live, "1549A966 85 2AD7B18100", cluster}, nil},
		"an MP4":                        {[]string{"00000018 66747970 69736F6D"}, nil},
		"nothing":                       {nil, nil},
		"cut":                           {[]string{ebml, live, "1549A966 8B 2AD7"}, nil},
	} {
		before := file(t, c.before...)
		want := file(t, c.after...)
		if c.after == nil {
			want = before
		}
		if got := SetDuration(before, 1500*time.Millisecond); !bytes.Equal(got, want) {
			t.Errorf("%s: % X, want % X", name, got, want)
		}
	}
}

// Whatever it is given it neither panics nor loses what follows the head.
func FuzzSetDuration(f *testing.F) {
	f.Add(file(f, ebml, live, "1549A966 8B 2AD7B1830F4240 4D808163", cluster))
	f.Add(file(f, ebml, live, "EC 82 0000", "1549A966 87 448984 00000000", cluster))
	f.Add(file(f, "1A45DFA3 FF"))
	f.Fuzz(func(t *testing.T, head []byte) {
		out := SetDuration(head, time.Second)
		if again := SetDuration(out, time.Second); !bytes.Equal(again, out) {
			t.Errorf("a second time it is % X, not % X", again, out)
		}
	})
}
