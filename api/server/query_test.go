package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"framepost/api/filter"
	"framepost/api/wire"
)

// chains counts how often a pipeline is asked for a chain, and notes for which.
type chains struct {
	fake
	asked []string
}

func (c *chains) Parse(ops string) (filter.Chain, error) {
	c.asked = append(c.asked, "ops "+ops)
	return filter.Chain{}, nil
}

func (c *chains) Preset(name string) (filter.Chain, error) {
	c.asked = append(c.asked, "preset "+name)
	return filter.Chain{}, nil
}

func TestQueryMeaning(t *testing.T) {
	tests := []struct {
		raw     string
		asked   string
		quality int
	}{
		{"", "ops " + wire.DefaultChain, wire.DefaultQuality},
		{"ops=mirror", "ops mirror", wire.DefaultQuality},
		{"q=1", "ops " + wire.DefaultChain, 1},
		{"q=+100+", "ops " + wire.DefaultChain, 100},
		{"preset=cartoon&q=7", "preset cartoon", 7},
		{"ops=", "ops ", wire.DefaultQuality}, // the empty chain
		{"ops=a%2Cb%3A10", "ops a,b:10", wire.DefaultQuality},
		{"ops=a:+10,b", "ops a: 10,b", wire.DefaultQuality},
		{"ops=text:1%2B1", "ops text:1+1", wire.DefaultQuality},
		{"ops=text:a;b", "ops text:a;b", wire.DefaultQuality},
		{"ops=text:k=v", "ops text:k=v", wire.DefaultQuality},
		{"&&q=7&", "ops " + wire.DefaultChain, 7},
	}
	for _, test := range tests {
		p := &chains{}
		q := queries{pipeline: p, names: frameNames}
		got, err := q.parse(test.raw)
		if err != nil {
			t.Errorf("%q: %v", test.raw, err)
			continue
		}
		if p.asked[0] != test.asked || got.quality != test.quality {
			t.Errorf("%q asks for %q with quality %d, want %q with %d", test.raw, p.asked[0], got.quality, test.asked, test.quality)
		}
	}
}

// What the client asks for by wire.Query is what the server reads, for every character
// that a text may hold.
func TestQueryOfTheClient(t *testing.T) {
	const chain = "text:1+1 = 2 & 50%\\, ü#?;'\"[a]{b},mirror"
	_, raw, _ := strings.Cut(wire.Query{Chain: chain, Quality: 40, Scale: 75}.URL(""), "?")
	p := &chains{}
	q := queries{pipeline: p, names: frameNames}
	got, err := q.parse(raw)
	if err != nil || p.asked[0] != "ops "+chain || got.quality != 40 {
		t.Errorf("%s: %q with quality %d, %v", raw, p.asked, got.quality, err)
	}
}

func TestQueriesAreRemembered(t *testing.T) {
	p := &chains{}
	q := queries{pipeline: p, names: frameNames}
	parse := func(raw string) {
		t.Helper()
		if _, err := q.parse(raw); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		parse("ops=mirror")
	}
	if len(p.asked) != 1 {
		t.Errorf("the same chain was parsed %d times", len(p.asked))
	}
	for i := range 10 * maxQueries {
		parse(fmt.Sprint("ops=blur:", i))
	}
	if n := len(q.known); n > maxQueries {
		t.Errorf("%d queries are remembered, want at most %d", n, maxQueries)
	}
	before := len(q.known)
	parse("ops=" + strings.Repeat("x", maxQueryLength))
	if len(q.known) != before {
		t.Error("a query of any length is remembered")
	}
}

func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"", "ops=resize:700,mirror&q=85", "preset=x", "q=%31", "scale=50", "ops=%", "a=b&ops=a\\,b", "ops=a&ops=b",
		"region=16,0,16,16,64,64", "region=16%2C0&region", "ops=equalize&region=0,0,16,16,64,64"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q := queries{pipeline: real, names: frameNames}
		got, err := q.parse(raw)
		again, errAgain := q.parse(raw)
		if (err == nil) != (errAgain == nil) || got.quality != again.quality {
			t.Errorf("%q means %v (%v), then %v (%v)", raw, got.quality, err, again.quality, errAgain)
		}
		if err == nil && (got.quality < wire.MinQuality || got.quality > wire.MaxQuality) {
			t.Errorf("%q has the quality %d", raw, got.quality)
		}
		if err != nil {
			if e, ok := err.(*wire.Error); !ok || failures[e.Code].Status != http.StatusBadRequest && e.Code != wire.NotLocal {
				t.Errorf("%q gives %v", raw, err)
			}
		}
	})
}
