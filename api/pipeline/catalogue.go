package pipeline

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"framepost/api/filter"
	"framepost/api/filter/ops"
	"framepost/api/filter/overlay"
	"framepost/api/wire"
	"framepost/configs"
)

// Catalogue is what a chain can be made of, as wire.PathOps publishes it.
type Catalogue struct {
	Ops     []wire.Op        `json:"ops"`
	Presets []configs.Preset `json:"presets"`
}

// Catalogue returns the operations and the presets. It is shared: only read it.
func (p *Pipeline) Catalogue() Catalogue { return p.catalogue }

// registry returns the operations that are built in and those that the operator has added.
func (c Config) registry() (*filter.Registry, error) {
	registry := ops.Registry()
	if c.Overlays == "" {
		registry.Lack("overlay", "the operator has set no pictures for it; FRAMEPOST_OVERLAYS names their directory")
		return registry, nil
	}
	pictures, err := overlay.Load(c.Overlays)
	if err != nil {
		return nil, err
	}
	return registry, registry.Add(ops.Overlay(pictures))
}

// loadPresets parses every preset once, so that a wrong one is an error at start.
func (p *Pipeline) loadPresets() error {
	presets, err := configs.Presets()
	if err != nil {
		return err
	}
	p.catalogue = Catalogue{Ops: p.registry.Ops(), Presets: presets}
	p.presets = make(map[string]filter.Chain, len(presets))
	for _, preset := range presets {
		chain, err := p.registry.Parse(preset.Chain)
		if err != nil {
			return &wire.Error{Code: wire.BadOps, Detail: "preset " + preset.Name + ": " + err.Error()}
		}
		p.presets[preset.Name] = chain
	}
	return nil
}

// Parse reads a chain, see wire.ParseChain for its grammar. Its errors are *wire.Error
// with the code BadOps, which name the operation, the argument and what is allowed.
func (p *Pipeline) Parse(ops string) (filter.Chain, error) { return p.registry.Parse(ops) }

// Preset returns a chain of the catalogue by its name. The error is a *wire.Error with the
// code BadOps.
func (p *Pipeline) Preset(name string) (filter.Chain, error) {
	chain, known := p.presets[name]
	if !known {
		names := slices.Sorted(maps.Keys(p.presets))
		detail := "there is no preset " + strconv.Quote(name) + "; there are " + strings.Join(names, ", ")
		if nearest := wire.Nearest(name, names); nearest != "" {
			detail += ". Did you mean " + nearest + "?"
		}
		return chain, &wire.Error{Code: wire.BadOps, Detail: detail}
	}
	return chain, nil
}
