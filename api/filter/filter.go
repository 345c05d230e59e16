// Package filter declares, parses and runs operations on frames. A Filter declares an
// operation, a Registry parses chains of operations, and Chain.Run runs a chain on a frame.
// The operations themselves are in package ops, one file each.
package filter

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Groups are the groups of operations, in the order in which lists show them.
var Groups = []string{"geometry", "tone", "detail", "art", "privacy", "overlay", "measure"}

// Filter declares an operation: its published description and how it does its work.
type Filter struct {
	wire.Op
	Work Work

	// Cost is what the work takes of each pixel of the larger picture, before or after, in ns
	// of one CPU with the vector kernels; 0: what its kind of work takes. It is
	// declared where that would be wrong by a factor of two.
	Cost float64

	// Reach returns how far, in px, the result at a pixel depends on the picture around it, at
	// most; 0 if only on the pixel itself and those that share its chroma. Work that declares it
	// may get a frame that is a part of a picture. What depends on where in the picture a pixel
	// is, it works out by Frame.Bounds and Frame.Whole. Everywhere, or nil: the result depends on
	// all of the picture. A Move and a Tone need no declaration.
	Reach func(a Args) int

	// Check refuses arguments that are each in range but wrong together. It may be nil.
	Check func(a Args) error
}

// operation is a Filter whose declaration is checked and complete.
type operation struct {
	Filter
	defaults []value // of its parameters
}

// newOperation completes a declaration. Its error says what is wrong with the declaration, as
// a phrase after the operation's name.
func newOperation(f Filter) (*operation, error) {
	switch {
	case !wire.IsName(f.Name):
		return nil, errors.New("needs another name, of lower-case letters, digits and _")
	case !isLine(f.Doc):
		return nil, errors.New("needs one line of documentation")
	case !slices.Contains(Groups, f.Group):
		return nil, errors.New("needs one of the groups " + strings.Join(Groups, ", "))
	case f.Work == nil:
		return nil, errors.New("has no work")
	}
	params := make([]wire.Param, len(f.Params)) // [] in JSON, not null
	defaults := make([]value, len(f.Params))
	for i, p := range f.Params {
		var err error
		if params[i], defaults[i], err = complete(p); err != nil {
			return nil, errors.New("has a parameter " + strconv.Quote(p.Name) + " that " + err.Error())
		}
		if slices.ContainsFunc(params[:i], func(q wire.Param) bool { return q.Name == p.Name }) {
			return nil, errors.New("has two parameters " + strconv.Quote(p.Name))
		}
	}
	f.Params = params
	return &operation{f, defaults}, nil
}

// published returns the description with the properties that follow from the work. It is not
// done where an operation is declared, since Check and ByArgs may load what the work needs: the
// start would wait 0.4 ms for the detector of faces and a font.
func (o *operation) published() wire.Op {
	op := o.Op
	if o.Check == nil || o.Check(o.arguments()) == nil { // Check may lack what only some machines have
		_, reach := o.choose(o.arguments())
		op.Properties.Local, op.Properties.Reach = reach >= 0, max(reach, 0)
	}
	return op
}

func isLine(doc string) bool { return doc != "" && !strings.Contains(doc, "\n") }
