package filter

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Registry holds the operations that chains may contain. Operations must be added before chains
// are parsed; afterwards many goroutines may read it at once.
type Registry struct {
	operations map[string]*operation
	lacking    map[string]string // why an operation is missing, by its name
}

// Add adds an operation to the registry. It completes what the declaration omits; the error says
// what is wrong with the declaration.
func (r *Registry) Add(f Filter) error {
	op, err := newOperation(f)
	if err != nil {
		return errors.New("operation " + strconv.Quote(f.Name) + " " + err.Error())
	}
	if _, taken := r.operations[f.Name]; taken {
		return errors.New("operation " + strconv.Quote(f.Name) + " is there already; another one needs another name")
	}
	if r.operations == nil {
		r.operations = make(map[string]*operation)
	}
	r.operations[f.Name] = op
	return nil
}

// Lack records why an operation is missing, for the error of a chain that names it.
func (r *Registry) Lack(name, why string) {
	if r.lacking == nil {
		r.lacking = make(map[string]string)
	}
	r.lacking[name] = why
}

// Ops returns the operations, sorted by name.
func (r *Registry) Ops() []wire.Op {
	ops := make([]wire.Op, 0, len(r.operations))
	for _, op := range r.operations {
		ops = append(ops, op.published())
	}
	slices.SortFunc(ops, func(a, b wire.Op) int { return strings.Compare(a.Name, b.Name) })
	return ops
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
		op, known := r.operations[call.Name]
		if !known {
			return Chain{}, r.unknown(call)
		}
		args, err := op.bind(call)
		if err != nil {
			return Chain{}, err
		}
		work, reach := op.choose(args)
		chain.steps[i] = step{call.Name, work, args, op.Cost, reach}
	}
	return chain, nil
}

// unknown returns the error for an operation that the registry does not have.
func (r *Registry) unknown(call wire.Call) error {
	if call.Name == wire.Local {
		return fault(call, "is not for a server: it divides a chain for the page, which runs what comes before it and sends only the result")
	}
	if why, lacks := r.lacking[call.Name]; lacks {
		return fault(call, "is not there: "+why)
	}
	names := slices.Sorted(maps.Keys(r.operations))
	return fault(call, "is not an operation; there are "+strings.Join(names, ", ")+suggestion(call.Name, names))
}
