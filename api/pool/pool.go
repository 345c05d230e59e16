// Package pool lends byte buffers by size class, so that the steady state of a
// server that answers frames allocates nothing that grows with the frame.
package pool

import (
	"math/bits"
	"sync"
)

// Classes are the powers of two from 4 KiB to 64 MiB: smaller buffers are not
// worth a pool. Larger ones, of pictures of tens of megapixels, are left to the collector:
// rounded up and kept they would fill a small instance.
const (
	minShift = 12
	maxShift = 26
)

var classes [maxShift - minShift + 1]sync.Pool

// Buffer is a borrowed slice. The holder may reslice Bytes up to its capacity. Bytes is not
// zeroed: at first it holds whatever its last holder left there.
type Buffer struct {
	Bytes []byte
	class int // index into classes; -1 if the length is outside of them
}

// Get lends a buffer of n bytes, with a capacity of n or more.
func Get(n int) *Buffer {
	class := classOf(n)
	if class < 0 {
		return &Buffer{Bytes: make([]byte, n), class: -1}
	}
	if b, ok := classes[class].Get().(*Buffer); ok {
		b.Bytes = b.Bytes[:n]
		return b
	}
	return &Buffer{Bytes: make([]byte, n, 1<<(class+minShift)), class: class}
}

// Grow returns a buffer of n bytes that begins with the bytes of b. If b has too little
// capacity, Grow copies them to another buffer and releases b. Use it as append is used:
// b = b.Grow(n).
func (b *Buffer) Grow(n int) *Buffer {
	if n <= cap(b.Bytes) {
		b.Bytes = b.Bytes[:n]
		return b
	}
	larger := Get(n)
	copy(larger.Bytes, b.Bytes)
	b.Release()
	return larger
}

// Release takes the buffer back; neither it nor its bytes may be used afterwards.
// Releasing nil does nothing.
func (b *Buffer) Release() {
	if b == nil || b.class < 0 {
		return
	}
	// A holder that appended past the capacity has replaced the bytes by some of another class.
	if cap(b.Bytes) != 1<<(b.class+minShift) {
		return
	}
	classes[b.class].Put(b)
}

func classOf(n int) int {
	if n > 1<<maxShift {
		return -1
	}
	return max(bits.Len(uint(max(n, 1)-1))-minShift, 0)
}
