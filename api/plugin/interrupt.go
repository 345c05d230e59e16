package plugin

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// opEnd ends a block, a body and an expression.
const opEnd = 0x0b

// emptyLoop is a loop that does nothing: loop, no result, end.
var emptyLoop = []byte{0x03, 0x40, opEnd}

// preamble is the size of the magic number and the version, in bytes.
const preamble = 8

// interruptible returns a module each function of which begins with an empty loop. It is at the
// head of a loop that compiled code asks whether its time is over, and there alone that the Go
// scheduler and collector can stop it. Functions that call each other without loops, each twice,
// would run for years and halt the whole program with the next collection. Custom sections are
// left out: the names that they hold serve debuggers.
func interruptible(module []byte) ([]byte, error) {
	if len(module) < preamble {
		return nil, errCutOff
	}
	out := append(make([]byte, 0, len(module)+len(module)/16), module[:preamble]...)
	r := reader{rest: module[preamble:]}
	for len(r.rest) > 0 {
		id, content := r.byte(), r.sized()
		switch {
		case r.err != nil:
			return nil, r.err
		case id == sectionCustom:
			continue
		case id == sectionCode:
			var err error
			if content, err = interruptibleCode(content); err != nil {
				return nil, err
			}
		}
		out = appendSized(append(out, id), content)
	}
	return out, nil
}

// interruptibleCode returns the content of a code section with an empty loop at the beginning of
// each body, after its locals.
func interruptibleCode(section []byte) ([]byte, error) {
	r := reader{rest: section}
	count := r.count()
	out := binary.AppendUvarint(make([]byte, 0, len(section)+len(section)/16), count)
	for ; count > 0; count-- {
		body := r.sized()
		code := reader{rest: body}
		code.locals()
		if err := cmp.Or(r.err, code.err); err != nil {
			return nil, err
		}
		locals := body[:len(body)-len(code.rest)]
		out = appendSized(out, slices.Concat(locals, emptyLoop, code.rest))
	}
	return append(out, r.rest...), r.err
}

// appendSized appends bytes after their number.
func appendSized(to, content []byte) []byte {
	return append(binary.AppendUvarint(to, uint64(len(content))), content...)
}
