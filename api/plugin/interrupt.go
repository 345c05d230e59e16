package plugin

import (
	"encoding/binary"
	"errors"
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
	for rest := module[preamble:]; len(rest) > 0; {
		id := rest[0]
		content, after, err := sized(rest[1:])
		if err != nil {
			return nil, err
		}
		rest = after
		if id == sectionCustom {
			continue
		}
		if id == sectionCode {
			if content, err = interruptibleCode(content); err != nil {
				return nil, err
			}
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(content)))
		out = append(out, content...)
	}
	return out, nil
}

// interruptibleCode returns the content of a code section with an empty loop at the beginning of
// each body, after its locals.
func interruptibleCode(section []byte) ([]byte, error) {
	count, rest, err := number(section)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(make([]byte, 0, len(section)+len(section)/16), count)
	for range count {
		body, after, err := sized(rest)
		if err != nil {
			return nil, err
		}
		locals, err := localsEnd(body)
		if err != nil {
			return nil, err
		}
		out = binary.AppendUvarint(out, uint64(len(body)+len(emptyLoop)))
		out = append(out, body[:locals]...)
		out = append(out, emptyLoop...)
		out = append(out, body[locals:]...)
		rest = after
	}
	return append(out, rest...), nil
}

// localsEnd returns where the declarations of locals end in a body: a vector of a count and a
// type each, of which every one that wazero knows takes a byte.
func localsEnd(body []byte) (int, error) {
	groups, rest, err := number(body)
	for ; err == nil && groups > 0; groups-- {
		if _, rest, err = number(rest); err == nil {
			_, rest, err = take(rest, 1)
		}
	}
	return len(body) - len(rest), err
}

// sized returns what a length stands before, and what comes after that.
func sized(b []byte) (content, rest []byte, err error) {
	n, rest, err := number(b)
	if err != nil {
		return nil, nil, err
	}
	return take(rest, n)
}

func take(b []byte, n uint64) (content, rest []byte, err error) {
	if n > uint64(len(b)) {
		return nil, nil, errCutOff
	}
	return b[:n], b[n:], nil
}

// number reads a u32 in LEB128.
func number(b []byte) (n uint64, rest []byte, err error) {
	n, length := binary.Uvarint(b)
	if length <= 0 || n > 1<<32-1 {
		return 0, nil, errCutOff
	}
	return n, b[length:], nil
}

var errCutOff = errors.New("it is no WebAssembly module, or cut off")
