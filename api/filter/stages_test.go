package filter_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/ops"
)

// Each operation is reported once, in order, whatever passes the chain makes of them.
func TestStages(t *testing.T) {
	scales := map[string]int{"mirror,blur": 50}
	for text, want := range map[string][]string{
		"":                              nil,
		"mirror,blur":                   {"mirror", "blur", "scale"},
		"resize:2:2,mirror":             {"resize", "mirror"},
		"mirror,gray,flip":              {"mirror", "gray", "flip"},
		"brightness:10,gamma:1.2,blur":  {"brightness", "gamma", "blur"},
		"mirror,invert,flip,contrast:5": {"mirror", "invert", "flip", "contrast"},
		"mirror,resize:1:1:cover:gravity=energy,flip": {"mirror", "resize", "flip"},
		"border:1,resize:9,emboss":                    {"border", "resize", "emboss"},
	} {
		chain, err := ops.Registry().Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		chain = chain.Scaled(100)
		if percent, found := scales[text]; found {
			chain = chain.Scaled(percent)
		}
		var got []string
		last := time.Time{}
		ctx := filter.WithStages(context.Background(), func(stage string, began, ended time.Time) {
			got = append(got, stage)
			if began.IsZero() || ended.Before(began) || began.Before(last) {
				t.Errorf("%s: %s from %v to %v, after %v", text, stage, began, ended, last)
			}
			last = began
		})
		if err := chain.Run(ctx, filtertest.Grey([]byte{1, 2, 3, 4}), filter.Metadata{}, 1000); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
