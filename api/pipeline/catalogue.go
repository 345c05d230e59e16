package pipeline

import (
	"slices"
	"strconv"
	"strings"

	"framepost/api/filter"
	"framepost/api/wire"
	"framepost/configs"
)

// Catalogue is all that a chain can be made of.
type Catalogue struct {
	Ops     []filter.Spec    `json:"ops"`
	Presets []configs.Preset `json:"presets"`
}

// Catalogue lists the operations and the presets. It is shared: only read it.
func (p *Pipeline) Catalogue() Catalogue { return p.catalogue }

// loadPresets parses every preset once, so that a wrong one is an error at start.
func (p *Pipeline) loadPresets() error {
	presets, err := configs.Presets()
	if err != nil {
		return err
	}
	p.catalogue = Catalogue{Ops: filter.Specs(), Presets: presets}
	p.presets = make(map[string]filter.Chain, len(presets))
	for _, preset := range presets {
		chain, err := filter.Parse(preset.Chain)
		if err != nil {
			return &wire.Error{Code: wire.BadOps, Detail: "preset " + preset.Name + ": " + err.Error()}
		}
		p.presets[preset.Name] = chain
	}
	return nil
}

// Chain is the chain that a request names: by ops, by a preset, or by neither for
// wire.DefaultChain. Its errors are *wire.Error with the code BadOps.
func (p *Pipeline) Chain(ops, preset string) (filter.Chain, error) {
	switch {
	case ops != "" && preset != "":
		return filter.Chain{}, &wire.Error{Code: wire.BadOps, Detail: "both ops and preset are given; only one is allowed"}
	case preset != "":
		chain, known := p.presets[preset]
		if !known {
			return chain, &wire.Error{Code: wire.BadOps, Detail: "there is no preset " + strconv.Quote(preset) +
				"; there are " + strings.Join(p.presetNames(), ", ")}
		}
		return chain, nil
	case ops != "":
		return filter.Parse(ops)
	default:
		return filter.Parse(wire.DefaultChain)
	}
}

func (p *Pipeline) presetNames() []string {
	names := make([]string, 0, len(p.presets))
	for name := range p.presets {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
