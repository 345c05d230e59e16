package kernel

import (
	"bytes"
	"math/rand/v2"
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
		got, want := bytes.Clone(row), bytes.Clone(row)
		Map(got[:n], &table) // the byte behind is not its own
		mapPlain(want[:n], &table)
		if !bytes.Equal(got, want) {
			t.Fatalf("length %d: got %v, want %v", n, got, want)
		}
	}
}

func BenchmarkMap(b *testing.B) {
	var table [256]byte
	row := make([]byte, 640*480)
	for name, lookup := range map[string]func([]byte, *[256]byte){"plain": mapPlain, "chosen": Map} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(row)))
			b.ReportAllocs()
			for b.Loop() {
				lookup(row, &table)
			}
		})
	}
}

func TestMapRGBA(t *testing.T) {
	var tables [3][256]byte
	tables[0][1], tables[1][1], tables[2][1], tables[2][255] = 10, 20, 30, 40
	pixels := []byte{1, 1, 1, 1, 0, 2, 255, 7}
	MapRGBA(pixels, &tables)
	if want := []byte{10, 20, 30, 1, 0, 0, 40, 7}; !bytes.Equal(pixels, want) {
		t.Errorf("got %v, want %v", pixels, want)
	}
}
