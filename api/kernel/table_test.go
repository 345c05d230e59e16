package kernel

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestMap(t *testing.T) {
	var table [256]byte
	table[0], table[1], table[127], table[128], table[255] = 9, 8, 7, 6, 5
	row := []byte{0, 1, 127, 128, 255, 2}
	Map(row, &table)
	if want := []byte{9, 8, 7, 6, 5, 0}; !bytes.Equal(row, want) {
		t.Errorf("got %v, want %v", row, want)
	}
}

func TestMapVectorIsPlain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var table [256]byte
	for i := range table {
		table[i] = byte(rnd.Uint32())
	}
	for n := range 300 {
		row := make([]byte, n+1)
		for i := range row {
			row[i] = byte(rnd.Uint32())
		}
		for name, lookup := range mapVariants() {
			got, want := bytes.Clone(row), bytes.Clone(row)
			done := lookup(got[:n], &table) // the byte behind is not its own
			mapPlain(got[done:n], &table)
			mapPlain(want[:n], &table)
			if !bytes.Equal(got, want) {
				t.Fatalf("%s at length %d: got %v, want %v", name, n, got, want)
			}
		}
	}
}

func BenchmarkMap(b *testing.B) {
	var table [256]byte
	row := make([]byte, 640*480)
	run := func(name string, lookup func([]byte, *[256]byte) int) {
		b.Run(name+"/"+strconv.Itoa(len(row)), func(b *testing.B) {
			b.SetBytes(int64(len(row)))
			b.ReportAllocs()
			for b.Loop() {
				lookup(row, &table)
			}
		})
	}
	run("plain", func(row []byte, table *[256]byte) int { mapPlain(row, table); return len(row) })
	for name, lookup := range mapVariants() {
		run(name, lookup)
	}
}
