package plugin

import "errors"

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
		body.locals()
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
