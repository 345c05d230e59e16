package pipeline

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"framepost/api/filter"
	"framepost/api/filter/lut"
	"framepost/api/filter/ops"
	"framepost/api/filter/overlay"
	"framepost/api/wire"
	"framepost/configs"
)

// Catalogue lists the operations and presets of a Pipeline, as wire.PathOps publishes them.
type Catalogue struct {
	Ops     []wire.Op        `json:"ops"`
	Presets []configs.Preset `json:"presets"`
}

// operations are what a Pipeline can do with a picture.
type operations struct {
	registry  *filter.Registry
	catalogue func() Catalogue // made for the first who asks
	ignored   []string         // see Pipeline.Ignored
}

// Catalogue returns the operations and presets. They are shared and must not be changed.
func (p *Pipeline) Catalogue() Catalogue { return p.operations.Load().catalogue() }

// SetFilters replaces the operations that the operator brings. Chains that have been parsed keep
// the operations that they have. An error changes nothing.
func (p *Pipeline) SetFilters(filters []filter.Filter) error {
	c := p.config
	c.Filters = filters
	registry, ignored, err := c.registry()
	if err != nil {
		return err
	}
	p.operations.Store(&operations{registry, sync.OnceValue(func() Catalogue {
		presets, err := configs.Presets()
		if err != nil {
			panic(err) // a mistake in an embedded file, which its tests find
		}
		return Catalogue{Ops: registry.Ops(), Presets: presets}
	}), ignored})
	return nil
}

// Ignored returns the files in the directories of overlays and tables that no chain can name,
// which is letters, digits, - and _.
func (p *Pipeline) Ignored() []string { return p.operations.Load().ignored }

// registry returns the built-in operations and those that the configuration adds, and the files
// that it ignores.
func (c Config) registry() (registry *filter.Registry, ignored []string, err error) {
	registry = ops.Registry()
	for _, f := range c.Filters {
		if err := registry.Add(f); err != nil {
			return nil, nil, err
		}
	}
	for _, s := range c.Services {
		if err := registry.Add(s.filter(c.MaxPixels)); err != nil {
			return nil, nil, err
		}
	}
	pictures, err := c.addOverlay(registry)
	if err != nil {
		return nil, nil, err
	}
	tables, err := c.addLUT(registry)
	return registry, append(pictures, tables...), err
}

func (c Config) addOverlay(registry *filter.Registry) (ignored []string, err error) {
	if c.Overlays == "" {
		registry.Lack("overlay", "the operator has set no pictures for it; FRAMEPOST_OVERLAYS names their directory")
		return nil, nil
	}
	pictures, err := overlay.Load(c.Overlays)
	if err != nil {
		return nil, err
	}
	return pictures.Ignored(), registry.Add(pictures.Operation())
}

func (c Config) addLUT(registry *filter.Registry) (ignored []string, err error) {
	if c.LUTs == "" {
		registry.Lack("lut", "the operator has set no tables for it; FRAMEPOST_LUTS names their directory")
		return nil, nil
	}
	tables, err := lut.Load(c.LUTs)
	if err != nil {
		return nil, err
	}
	return tables.Ignored(), registry.Add(tables.Operation())
}

// Parse reads a chain; see wire.ParseChain for its grammar. Its errors are *wire.Error with
// the code BadOps, and name the operation, the argument and what is allowed.
func (p *Pipeline) Parse(ops string) (filter.Chain, error) {
	return p.operations.Load().registry.Parse(ops)
}

// Preset returns the chain of the preset with that name. The error is a *wire.Error with the
// code BadOps.
func (p *Pipeline) Preset(name string) (filter.Chain, error) {
	presets := p.Catalogue().Presets
	names := make([]string, len(presets))
	for i, preset := range presets {
		if preset.Name == name {
			return p.Parse(preset.Chain)
		}
		names[i] = preset.Name
	}
	slices.Sort(names)
	detail := "there is no preset " + strconv.Quote(name) + "; there are " + strings.Join(names, ", ")
	if nearest := wire.Nearest(name, names); nearest != "" {
		detail += ". Did you mean " + nearest + "?"
	}
	return filter.Chain{}, &wire.Error{Code: wire.BadOps, Detail: detail}
}
