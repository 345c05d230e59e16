package plugin

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Sections of a module (WebAssembly Core Specification 2.0, section 5.5.2).
const (
	sectionCustom  = 0
	sectionType    = 1
	sectionImport  = 2
	sectionTable   = 4
	sectionExport  = 7
	sectionStart   = 8
	sectionElement = 9
	sectionCode    = 10
	sectionData    = 11
	sectionCount   = 12 // of data
)

// What a module may have, in all: Chromium and Firefox allow a function 50,000 locals and a table
// ten million entries.
const (
	mostLocals  = 50_000
	mostEntries = 1 << 20
)

// checkCounts returns an error if a module announces more than it holds. wazero takes memory for
// what is announced before it reads any of it: a damaged module of 134 bytes had it ask for
// 16 GB, and the kernel end the process.
func checkCounts(module []byte) error {
	if len(module) < preamble {
		return errCutOff
	}
	for r := (reader{rest: module[preamble:]}); len(r.rest) > 0; {
		id := r.byte()
		section := reader{rest: r.sized()}
		if r.err != nil {
			return r.err
		}
		section.check(id)
		if section.err != nil {
			return section.err
		}
	}
	return nil
}

// reader reads a module. After an error there is nothing more to read.
type reader struct {
	rest []byte
	err  error
}

// check reads a section as far as it has counts.
func (r *reader) check(id byte) {
	if id == sectionCustom || id == sectionStart || id == sectionCount {
		return
	}
	items := r.count()
	if element := elements[id]; element != nil {
		for ; items > 0 && r.err == nil; items-- {
			element(r)
		}
	}
}

// elements read one element of a section's vector. The others have no counts within.
var elements = map[byte]func(*reader){
	sectionType: func(r *reader) {
		if r.byte() != 0x60 {
			r.fail(errors.New("it has types that are no functions'"))
		}
		for range 2 { // parameters, results
			for n := r.count(); n > 0 && r.err == nil; n-- {
				r.valueType()
			}
		}
	},
	sectionImport: func(r *reader) {
		r.sized()
		r.sized()
		switch r.byte() {
		case 0: // a function
			r.number()
		case 1:
			r.table()
		case 2:
			r.limits()
		case 3: // a global
			r.valueType()
			r.byte()
		default:
			r.fail(errors.New("it imports what is unknown"))
		}
	},
	sectionTable: (*reader).table,
	sectionExport: func(r *reader) {
		r.sized()
		r.byte()
		r.number()
	},
	sectionElement: func(r *reader) {
		flags := r.number()
		active, indexed, expressions := flags&1 == 0, flags&2 != 0, flags&4 != 0
		if active && indexed {
			r.number()
		}
		if active {
			r.expression()
		}
		if !active || indexed { // a type or a kind
			r.valueType()
		}
		for n := r.count(); n > 0 && r.err == nil; n-- {
			if expressions {
				r.expression()
			} else {
				r.number()
			}
		}
	},
	sectionCode: func(r *reader) {
		body := reader{rest: r.sized()}
		locals := uint64(0)
		for n := body.count(); n > 0 && body.err == nil; n-- {
			if locals += body.number(); locals > mostLocals {
				body.fail(fmt.Errorf("a function has more than %d locals", mostLocals))
			}
			body.valueType()
		}
		if body.err != nil {
			r.fail(body.err)
		}
	},
	sectionData: func(r *reader) {
		flags := r.number()
		if flags == 2 {
			r.number()
		}
		if flags != 1 {
			r.expression()
		}
		r.sized()
	},
}

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

func (r *reader) bytes(n uint64) []byte {
	content, rest, err := take(r.rest, n)
	if err != nil {
		r.fail(err)
		return nil
	}
	r.rest = rest
	return content
}

func (r *reader) number() uint64 {
	n, rest, err := number(r.rest)
	if err != nil {
		r.fail(err)
		return 0
	}
	r.rest = rest
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
