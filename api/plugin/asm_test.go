package plugin

import (
	"encoding/binary"
	"slices"
)

// The tests assemble their modules themselves: the bytes are those of the WebAssembly Core
// Specification 2.0, section 5.

// Value types.
const (
	i32 = 0x7f
	i64 = 0x7e
)

// signature is a type of functions.
type signature struct{ params, results []byte }

// function is an exported function, or one for the others alone if it has no name.
type function struct {
	name   string
	sig    signature
	locals int // of type i32
	body   []byte
}

// imported is a function of another module.
type imported struct {
	from, name string
	sig        signature
}

// assembly is a module with one memory, whose data begin at dataAt.
type assembly struct {
	imports   []imported
	functions []function
	pages     uint32
	data      []byte
	noMemory  bool // export none
	start     int  // function that is called first; 0: none
}

const dataAt = 1024

func (a assembly) bytes() []byte {
	module := []byte("\x00asm\x01\x00\x00\x00")
	var types, imports, functions, exports, code [][]byte
	for _, i := range a.imports {
		imports = append(imports, slices.Concat(text(i.from), text(i.name), []byte{0}, u32(len(types))))
		types = append(types, i.sig.bytes())
	}
	if !a.noMemory {
		exports = append(exports, slices.Concat(text("memory"), []byte{2, 0}))
	}
	for _, f := range a.functions {
		if f.name != "" {
			exports = append(exports, slices.Concat(text(f.name), []byte{0}, u32(len(types))))
		}
		functions = append(functions, u32(len(types)))
		types = append(types, f.sig.bytes())
		body := []byte{0}
		if f.locals > 0 {
			body = slices.Concat([]byte{1}, u32(f.locals), []byte{i32})
		}
		body = slices.Concat(body, f.body, []byte{opEnd})
		code = append(code, slices.Concat(u32(len(body)), body))
	}
	add := func(id byte, content []byte) {
		module = slices.Concat(module, []byte{id}, u32(len(content)), content)
	}
	add(1, vector(types))
	if len(imports) > 0 {
		add(2, vector(imports))
	}
	add(3, vector(functions))
	add(5, vector([][]byte{slices.Concat([]byte{0}, u32(int(a.pages)))}))
	add(7, vector(exports))
	if a.start > 0 {
		add(8, u32(a.start))
	}
	add(10, vector(code))
	if len(a.data) > 0 {
		add(11, vector([][]byte{slices.Concat([]byte{0}, konst(dataAt), []byte{opEnd}, u32(len(a.data)), a.data)}))
	}
	return module
}

func (s signature) bytes() []byte {
	return slices.Concat([]byte{0x60}, u32(len(s.params)), s.params, u32(len(s.results)), s.results)
}

func vector(items [][]byte) []byte { return append(u32(len(items)), slices.Concat(items...)...) }
func text(s string) []byte         { return append(u32(len(s)), s...) }
func u32(n int) []byte             { return binary.AppendUvarint(nil, uint64(n)) }

// signed returns n in signed LEB128.
func signed(n int64) (b []byte) {
	for {
		low := byte(n & 0x7f)
		n >>= 7
		if n == 0 && low&0x40 == 0 || n == -1 && low&0x40 != 0 {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

// Instructions without an operand.
const (
	opUnreachable = 0x00
	opDrop        = 0x1a
	opAdd         = 0x6a
	opSub         = 0x6b
	opMul         = 0x6c
	opShrU        = 0x76
	opLtU         = 0x49
	opGtS         = 0x4a
	opEq          = 0x46
	opTruncU      = 0xab // i32.trunc_f64_u
)

func konst(n int32) []byte      { return append([]byte{0x41}, signed(int64(n))...) }
func konst64(n int64) []byte    { return append([]byte{0x42}, signed(n)...) }
func get(local int) []byte      { return append([]byte{0x20}, u32(local)...) }
func set(local int) []byte      { return append([]byte{0x21}, u32(local)...) }
func call(f int) []byte         { return append([]byte{0x10}, u32(f)...) }
func load(offset int) []byte    { return append([]byte{0x28, 2}, u32(offset)...) }
func load8(offset int) []byte   { return append([]byte{0x2d, 0}, u32(offset)...) }
func store8(offset int) []byte  { return append([]byte{0x3a, 0}, u32(offset)...) }
func loadF64(offset int) []byte { return append([]byte{0x2b, 3}, u32(offset)...) }
func memorySize() []byte        { return []byte{0x3f, 0} }
func memoryGrow() []byte        { return []byte{0x40, 0} }

// code joins instructions, which are bytes or slices of them.
func code(instructions ...any) (b []byte) {
	for _, in := range instructions {
		switch in := in.(type) {
		case int:
			b = append(b, byte(in))
		case []byte:
			b = append(b, in...)
		}
	}
	return b
}

// loop repeats a body as long as it leaves a number other than 0.
func loop(body []byte) []byte {
	return slices.Concat([]byte{0x03, 0x40}, body, []byte{0x0d, 0, opEnd})
}

// when does something if the number on the stack is not 0.
func when(body []byte) []byte { return slices.Concat([]byte{0x04, 0x40}, body, []byte{opEnd}) }

// module returns one that keeps to the interface, with this description and this body of
// framepost_process, which has four locals beside its parameter. Its other functions can be
// replaced by change.
func module(description string, process []byte, change ...func(*assembly)) []byte {
	const pictureAt = 4 << 16
	needed := code(get(0), konst(pictureAt+0xffff), opAdd, konst(16), opShrU, memorySize(), opSub, set(1))
	a := assembly{
		pages: 5,
		data:  []byte(description),
		functions: []function{
			{exportVersion, signature{nil, []byte{i32}}, 0, konst(interfaceVersion)},
			{exportDescribe, signature{nil, []byte{i64}}, 0, konst64(dataAt<<32 | int64(len(description)))},
			{exportAlloc, signature{[]byte{i32}, []byte{i32}}, 1,
				code(needed, get(1), konst(0), opGtS, when(code(get(1), memoryGrow(), opDrop)), konst(pictureAt))},
			{exportProcess, signature{[]byte{i32}, []byte{i32}}, 4, process},
		},
	}
	for _, c := range change {
		c(&a)
	}
	return a.bytes()
}

// described is a description in the form planes.
const described = `{"name":"negative","group":"tone","doc":"Inverts luma.","params":[],"properties":{},"picture":"planes"}`

// negative inverts each byte of the first plane.
var negative = code(
	get(0), load(16), set(1), // the plane
	get(1), get(0), load(20), get(0), load(28), opMul, opAdd, set(2), // its end
	loop(code(
		get(1), konst(255), get(1), load8(0), opSub, store8(0),
		get(1), konst(1), opAdd, set(1),
		get(1), get(2), opLtU)),
	konst(0))

// nothing leaves the picture as it is.
var nothing = konst(0)
