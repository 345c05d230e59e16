package plugin

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// reader reads a module. After an error there is nothing more to read.
type reader struct {
	rest []byte
	err  error
}

var errCutOff = errors.New("it is no WebAssembly module, or cut off")

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

func (r *reader) byte() byte {
	if b := r.bytes(1); len(b) > 0 {
		return b[0]
	}
	return 0
}

func (r *reader) bytes(n uint64) (content []byte) {
	if n > uint64(len(r.rest)) {
		r.fail(errCutOff)
		return nil
	}
	content, r.rest = r.rest[:n], r.rest[n:]
	return content
}

// number reads a u32 in LEB128.
func (r *reader) number() uint64 {
	n, length := binary.Uvarint(r.rest)
	if length <= 0 || n > 1<<32-1 {
		r.fail(errCutOff)
		return 0
	}
	r.rest = r.rest[length:]
	return n
}

// sized returns the bytes whose number stands before them.
func (r *reader) sized() []byte { return r.bytes(r.number()) }

// count returns how many elements follow, of which each has a byte at least.
func (r *reader) count() uint64 {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.fail(errCutOff)
		return 0
	}
	return n
}

// signed passes a number of up to 64 bits.
func (r *reader) signed() {
	for range binary.MaxVarintLen64 {
		if r.byte()&0x80 == 0 {
			return
		}
	}
	r.fail(errCutOff)
}

// valueType passes the type of a value, or the kind of an element.
func (r *reader) valueType() {
	if t := r.byte(); t == 0x63 || t == 0x64 { // a reference to a type that follows
		r.signed()
	}
}

// table passes the type of a table.
func (r *reader) table() {
	r.valueType()
	if r.limits() > mostEntries {
		r.fail(fmt.Errorf("a table has more than %d entries", mostEntries))
	}
}

// limits returns the least of a size.
func (r *reader) limits() (least uint64) {
	flags := r.byte()
	least = r.number()
	if flags&1 != 0 {
		r.number()
	}
	return least
}

// expression passes a constant one.
func (r *reader) expression() {
	for r.err == nil {
		switch op := r.byte(); op {
		case opEnd:
			return
		case 0x41, 0x42, 0x23, 0xd0, 0xd2: // i32.const, i64.const, global.get, ref.null, ref.func
			r.signed()
		case 0x43: // f32.const
			r.bytes(4)
		case 0x44: // f64.const
			r.bytes(8)
		case 0xfd: // v128.const
			r.number()
			r.bytes(16)
		case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e: // add, subtract, multiply
		default:
			r.fail(fmt.Errorf("0x%02x is in an expression that must be constant", op))
		}
	}
}

// locals passes the declarations of a function's locals: a vector of a count and a type each.
func (r *reader) locals() {
	sum := uint64(0)
	for n := r.count(); n > 0 && r.err == nil; n-- {
		if sum += r.number(); sum > mostLocals {
			r.fail(fmt.Errorf("a function has more than %d locals", mostLocals))
		}
		r.valueType()
	}
}
