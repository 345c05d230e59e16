package plugin

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/wire"
)

// Check runs the module on pictures of odd sizes and every sampling, with its defaults and with
// the extremes of each parameter, by an instance that has seen other pictures and by one that has
// not. The error says with which arguments on which picture it fails or has two results.
func (m *Module) Check(ctx context.Context) error {
	registry := new(filter.Registry)
	if err := registry.Add(m.Filter()); err != nil {
		return err
	}
	for _, call := range m.calls() {
		chain, err := registry.Parse(call)
		if err != nil {
			return err
		}
		for _, size := range [][2]int{{1, 1}, {1, 3}, {37, 1}, {17, 13}, {64, 48}} {
			for s := frame.Gray; s <= frame.YUV410; s++ {
				if err := m.twice(ctx, chain, size[0], size[1], s); err != nil {
					return fmt.Errorf("%s on a picture of %s: %w", call, wire.FormatSize(size[0], size[1]), err)
				}
			}
		}
	}
	return nil
}

// twice runs a chain on the same picture with an instance that has seen others, and with a new one.
func (m *Module) twice(ctx context.Context, chain filter.Chain, w, h int, s frame.Sampling) error {
	var results [2][]byte
	for i := range results {
		f := pattern(w, h, s)
		defer f.Release()
		if err := chain.Run(ctx, f, filter.Metadata{}, w*h); err != nil {
			return err
		}
		for _, p := range f.Planes() {
			for y := range p.H {
				results[i] = append(results[i], p.Row(y)...)
			}
		}
		m.forget()
	}
	if !bytes.Equal(results[0], results[1]) {
		return fmt.Errorf("it has another result the second time; a module must not remember anything")
	}
	return nil
}

// forget throws idle instances away.
func (m *Module) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, in := range m.idle {
		in.close()
	}
	m.idle = nil
}

// calls returns the operation with its defaults, and with each extreme of each parameter.
func (m *Module) calls() []string {
	calls := []string{m.Description.Name}
	for _, p := range m.Description.Params {
		for _, value := range extremes(p) {
			call := wire.Call{Name: m.Description.Name, Args: []wire.Arg{{Key: p.Name, Value: value}}}
			calls = append(calls, wire.FormatChain([]wire.Call{call}))
		}
	}
	return calls
}

func extremes(p wire.Param) []string {
	switch p.Type {
	case wire.Choice:
		return p.Choices
	case wire.Bool:
		return []string{"false", "true"}
	case wire.Colour:
		return []string{"000000", "ffffff"}
	case wire.Text:
		return []string{strings.Repeat("W", int(p.Max)), strings.Repeat("語", int(p.Max))}
	}
	ends := []string{strconv.FormatFloat(p.Min, 'f', -1, 64), strconv.FormatFloat(p.Max, 'f', -1, 64)}
	if p.Type == wire.Length {
		ends = append(ends, "0%", "100%")
	}
	return ends
}

// Time returns the median time that the module takes for a picture of 640×480 with its defaults.
func (m *Module) Time(ctx context.Context) (time.Duration, error) {
	registry := new(filter.Registry)
	if err := registry.Add(m.Filter()); err != nil {
		return 0, err
	}
	chain, err := registry.Parse(m.Description.Name)
	if err != nil {
		return 0, err
	}
	times := make([]time.Duration, 31)
	for i := range times {
		f := pattern(640, 480, frame.YUV420)
		began := time.Now()
		err := chain.Run(ctx, f, filter.Metadata{}, 640*480)
		times[i] = time.Since(began)
		f.Release()
		if err != nil {
			return 0, err
		}
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

// pattern returns a picture in which no two neighbours are the same.
func pattern(w, h int, s frame.Sampling) *frame.Frame {
	f := frame.New(w, h, s)
	for i, p := range f.Planes() {
		for y := range p.H {
			for x, row := 0, p.Row(y); x < p.W; x++ {
				row[x] = byte(7*x + 13*y + x*y/3 + 50*i)
			}
		}
	}
	return f
}
