package jpeg

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"

	"framepost/api/jpeg/films"
)

// The vector version, where there is one, makes the same tokens as the plain one of blocks with any
// number of coefficients, of any size, at any places.
func TestTokensAreThoseOfThePlainVersion(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 7))
	var c coefficients
	for range 200 {
		n := 1 + r.IntN(maxBlocks)
		for i := range n {
			c.firsts[i] = first{diff: int16(r.IntN(2<<r.IntN(11)) - r.IntN(1<<r.IntN(11))), tables: token(r.IntN(2)) * tokenChroma}
			c.blocks[i], c.nonzero[i] = block{int16(r.IntN(99))}, 1
			for range r.IntN(1 << r.IntN(8)) {
				k := 1 + r.IntN(63)
				c.blocks[i][k] = int16(1+r.IntN(1<<r.IntN(10)-1|1)) * int16(1-2*r.IntN(2))
				c.nonzero[i] |= 1 << k
			}
		}
		var got, want tokens
		got.append(&c, n)
		got.append(&c, n)
		want.append(&c, 0)
		want.buffer = want.buffer.Grow(2*n*blockTokenBytes + tokenSlack)
		want.appendPlain(&c, 0, n, want.ends.grow(n))
		want.appendPlain(&c, 0, n, want.ends.grow(n))
		if !bytes.Equal(got.bytes(), want.bytes()) || got.counts != want.counts {
			t.Fatalf("other tokens of %d blocks", n)
		}
		for i := range 2 * n {
			if got.ends.at(i) != want.ends.at(i) {
				t.Fatalf("block %d ends at %d, want %d", i, got.ends.at(i), want.ends.at(i))
			}
		}
		got.release()
		want.release()
	}
}

// Codes of any length, four tokens of which have more bits than fit into a word, are written as
// one after the other.
func TestCodeOfLongWords(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 100 {
		var codes symbolCodes
		var all []byte
		want := new(bitWriter)
		for range 1 + r.IntN(50) {
			size := r.IntN(11)
			length := 1 + r.IntN(16)
			symbol := token(r.IntN(tokenTables<<8)&^0xFF | r.IntN(16)<<4 | size)
			if codes[symbol] != 0 {
				continue
			}
			c := code(r.IntN(1<<length)<<6 | length)
			codes.set(symbol.index(), c.with(size, 0))
			low := uint32(r.IntN(1 << size))
			all = append(all, byte(symbol), byte(symbol>>8), byte(low), byte(low>>8))
			want.acc, want.n = put(want.acc, want.n, c.with(size, low))
			want.pos, want.n = flush(&want.bytes, want.pos, want.acc, want.n)
		}
		got := new(bitWriter)
		got.code(all, &codes)
		got.end()
		want.end()
		if !bytes.Equal(got.bytes[:got.pos], want.bytes[:want.pos]) {
			t.Fatalf("other bytes of %d tokens", len(all)/tokenBytes)
		}
	}
}

// The tokens of a picture, made and counted, and their codes.
func BenchmarkTokens(b *testing.B) {
	f := films.Pan.Frame(640, 480, 5)
	defer f.Release()
	e := new(encoder)
	defer e.within.tokens.release()
	e.set(f)
	e.setTokens()
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			if _, err := e.count(context.Background(), 70); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			e.write(40_000).Release()
		}
	})
}
