package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// joinSegments returns a WebAssembly module with its initial data in one segment. Go's linker begins
// another one after every eight zeros, 68,000 for the client, and writes an address before each. The
// zeros compress to nearly nothing, the addresses do not: they were a tenth of the client's download.
//
// Memory is zero before the segments are copied into it, so zeros between them change nothing.
// Modules are described in chapter 5 of the WebAssembly Core Specification, the data section in 5.5.14.
func joinSegments(module []byte) ([]byte, error) {
	const header, data = 8, 11 // length of the module's header; number of the data section
	if len(module) < header {
		return nil, errors.New("a WebAssembly module without a header")
	}
	in := wasmReader{rest: module[header:]}
	out := bytes.Clone(module[:header])
	for len(in.rest) > 0 && !in.broken {
		number, content := in.take(1), in.vector()
		if !in.broken && number[0] == data {
			segments, err := readSegments(content)
			if err != nil {
				return nil, err
			}
			content = joined(segments)
		}
		out = appendVector(append(out, number...), content)
	}
	if in.broken {
		return nil, errors.New("a WebAssembly module ends within a section")
	}
	return out, nil
}

// segment is a part of the memory's initial content.
type segment struct {
	begin   []byte // of the segment in the module, up to the length of the content: says the address
	address uint64 // where the content is copied to
	content []byte
}

func readSegments(section []byte) ([]segment, error) {
	const active, constant, done = 0, 0x41, 0x0b // memory 0, from an address on: i32.const, end
	in := wasmReader{rest: section}
	var segments []segment
	for i := range in.number() {
		start := in.rest
		kind, opcode := in.take(1), in.take(1)
		address := in.number() // signed, but never negative, for which the form is the same
		last := in.take(1)
		if in.broken || kind[0] != active || opcode[0] != constant || last[0] != done {
			return nil, fmt.Errorf("data segment %d is not of the form that Go's linker writes", i)
		}
		begin := start[:len(start)-len(in.rest)]
		segments = append(segments, segment{begin, address, in.vector()})
	}
	if in.broken {
		return nil, errors.New("the data section ends within a segment")
	}
	slices.SortFunc(segments, func(a, b segment) int { return cmp.Compare(a.address, b.address) })
	end := uint64(0)
	for _, s := range segments {
		if s.address < end {
			return nil, fmt.Errorf("data segments overlap at %d", s.address)
		}
		end = s.address + uint64(len(s.content))
	}
	return segments, nil
}

// joined returns a data section of one segment, or of none if there are none.
func joined(segments []segment) []byte {
	if len(segments) == 0 {
		return []byte{0}
	}
	first, last := segments[0], segments[len(segments)-1]
	content := make([]byte, last.address-first.address+uint64(len(last.content)))
	for _, s := range segments {
		copy(content[s.address-first.address:], s.content)
	}
	return appendVector(append([]byte{1}, first.begin...), content)
}

// wasmReader reads the elements of a module. After the end of the input, broken is set, and what is
// read is empty.
type wasmReader struct {
	rest   []byte
	broken bool
}

// number reads an integer in LEB128.
func (r *wasmReader) number() uint64 {
	v, n := binary.Uvarint(r.rest)
	r.take(n)
	if n <= 0 {
		r.broken = true
	}
	return v
}

func (r *wasmReader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.broken, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// vector reads a length and as many bytes.
func (r *wasmReader) vector() []byte {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.broken = true
		return nil
	}
	return r.take(int(n))
}

func appendVector(to, content []byte) []byte {
	return append(binary.AppendUvarint(to, uint64(len(content))), content...)
}
