//go:build wasip1

// A filter in Go. To build it:
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -ldflags=-s -o sepia.wasm sepia.go
//
// It does what framepost's own sepia does. Copy it, change the description and process, and put
// the .wasm file into the directory that FRAMEPOST_FILTERS names.
package main

import "unsafe"

const description = `{"name":"sepia_go","group":"tone","doc":"Makes the picture look like an old brown photograph.",
	"params":[{"name":"amount","doc":"How much of the effect","type":"float","unit":"%","min":0,"max":100,"default":100}],
	"properties":{},"picture":"rgba"}`

// picture is what framepost hands over; api/plugin/doc.go in its repository describes the
// interface.
type picture struct {
	width, height, planes uint32
	args                  uint32 // address of a float64 for each parameter
	pixels, stride        uint32 // address of the first row, bytes from one row to the next
}

func main() {} // is not called

//go:wasmexport framepost_abi
func version() uint32 { return 1 }

//go:wasmexport framepost_describe
func describe() uint64 {
	return uint64(uintptr(unsafe.Pointer(unsafe.StringData(description))))<<32 | uint64(len(description))
}

// memory is what framepost writes pictures into. It is kept here, so that the collector leaves it.
var memory []byte

//go:wasmexport framepost_alloc
func alloc(size uint32) unsafe.Pointer {
	memory = make([]byte, size+15)
	start := -uintptr(unsafe.Pointer(&memory[0])) & 15 // to a multiple of 16
	return unsafe.Pointer(&memory[start])
}

//go:wasmexport framepost_process
func process(address uint32) uint32 {
	p := at[picture](address, 1)[0]
	amount := at[float64](p.args, 1)[0] / 100
	for y := range p.height {
		sepia(at[[4]byte](p.pixels+y*p.stride, p.width), int(amount*256+0.5))
	}
	return 0
}

// at returns n values that framepost has written at an address.
func at[T any](address, n uint32) []T {
	start := unsafe.Pointer(unsafe.SliceData(memory))
	return unsafe.Slice((*T)(unsafe.Add(start, uintptr(address)-uintptr(start))), n)
}

// sepia makes pixels brown by a share of 256. Go's compiler makes each branch a round of a loop, at
// which the host asks whether the filter's time is over, so there is none here.
func sepia(pixels [][4]byte, share int) {
	for x := range pixels {
		p := &pixels[x]
		luma := (306*int(p[0]) + 601*int(p[1]) + 117*int(p[2])) >> 10 & 255
		p[0] = tone(int(p[0]), red[luma], share)
		p[1] = tone(int(p[1]), green[luma], share)
		p[2] = tone(int(p[2]), blue[luma], share)
	}
}

// tone moves a channel towards another value.
func tone(from, to, share int) byte { return byte(from + ((to-from)*share+128)>>8) }

// What the sepia matrix makes of each grey.
var red, green, blue = table(1.351), table(1.203), table(0.937)

func table(factor float64) (t [256]int) {
	for v := range t {
		t[v] = min(int(factor*float64(v)+0.5), 255)
	}
	return t
}
