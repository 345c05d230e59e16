package filter

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Registry holds the operations that a chain may name. Whoever makes one adds to it
// before chains are parsed; from then on it is only read, by many goroutines at once.
type Registry struct {
	filters map[string]*Filter
}

// Add puts an operation into the registry. What the declaration leaves out is completed;
// the error says what is wrong with it.
func (r *Registry) Add(f Filter) error {
	if err := f.prepare(); err != nil {
		return errors.New("operation " + strconv.Quote(f.Name) + " " + err.Error())
	}
	if _, taken := r.filters[f.Name]; taken {
		return errors.New("operation " + strconv.Quote(f.Name) + " is declared twice")
	}
	if r.filters == nil {
		r.filters = make(map[string]*Filter)
	}
	r.filters[f.Name] = &f
	return nil
}

// Specs lists the operations by name.
func (r *Registry) Specs() []Spec {
	specs := make([]Spec, 0, len(r.filters))
	for _, f := range r.filters {
		specs = append(specs, f.Spec)
	}
	slices.SortFunc(specs, func(a, b Spec) int { return strings.Compare(a.Name, b.Name) })
	return specs
}

// Parse reads a chain in the grammar of wire.ParseChain. Its errors are *wire.Error
// with the code BadOps; they name the operation, the argument and what is allowed.
func (r *Registry) Parse(text string) (Chain, error) {
	calls, err := wire.ParseChain(text)
	if err != nil {
		return Chain{}, err
	}
	chain := Chain{steps: make([]step, len(calls))}
	for i, call := range calls {
		f, known := r.filters[call.Name]
		if !known {
			return Chain{}, fault(call, "is not an operation; there are "+r.names())
		}
		args, err := f.bind(call)
		if err != nil {
			return Chain{}, err
		}
		work := f.Work
		if pick, ok := work.(ByArgs); ok {
			work = pick(args)
		}
		chain.steps[i] = step{work, args}
	}
	return chain, nil
}

// names lists the operations, as an error shows them.
func (r *Registry) names() string {
	var list []string
	for _, spec := range r.Specs() {
		list = append(list, spec.Name)
	}
	return strings.Join(list, ", ")
}
