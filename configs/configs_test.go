package configs_test

import (
	"context"
	"regexp"
	"testing"

	"framepost/api/filter"
	_ "framepost/api/filter/embedded"
	"framepost/api/filter/ops"
	"framepost/api/frame"
	"framepost/api/wire"
	"framepost/configs"
)

func TestPresetsRun(t *testing.T) {
	presets, err := configs.Presets()
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	seen := map[string]bool{}
	for _, p := range presets {
		if !name.MatchString(p.Name) || seen[p.Name] || p.Title == "" || p.Text == "" {
			t.Errorf("%+v: a preset needs a name of its own, a title and a line of text", p)
		}
		seen[p.Name] = true
		chain, err := ops.Registry().Parse(p.Chain)
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		f := frame.New(64, 48, frame.YUV420)
		if err := chain.Run(context.Background(), f, filter.Metadata{}, 1<<20); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		f.Release()
	}
}

// TestClassicIsTheDefault checks that the default chain is that of the first preset.
func TestClassicIsTheDefault(t *testing.T) {
	presets, err := configs.Presets()
	if err != nil {
		t.Fatal(err)
	}
	if first := presets[0]; first.Name != "classic" || first.Chain != wire.DefaultChain {
		t.Errorf("the first preset is %+v, want classic with %s", first, wire.DefaultChain)
	}
}
