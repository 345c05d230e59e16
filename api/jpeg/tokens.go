package jpeg

import (
	"encoding/binary"
	"math/bits"
	"sync"

	"framepost/api/pool"
)

// token is a symbol of the scan before it has a code: its magnitude bits from bit 16 on, and
// below them the table and the symbol as in a DHT segment, run·16 + number of magnitude bits.
type token uint32

// The tables' numbers, as the header lists them: class DC or AC, for luma and for chroma.
const (
	tokenDC     = 0 << 8
	tokenAC     = 1 << 8
	tokenChroma = 2 << 8

	tokenTables = 4
)

func (t token) index() int { return int(t & (tokenTables<<8 - 1)) }

// tokenBytes is what a token takes in memory.
const tokenBytes = 4

// bytesToTokens is about how many bytes of tokens a byte of the scan is made from, which have
// 5 bits each there.
const bytesToTokens = 6

// blockTokenBytes is the most that the tokens of a block take: one for each coefficient, as
// those that run over zeros stand for 16 of them.
const blockTokenBytes = 64 * tokenBytes

// tokens holds the scan of a picture between the two passes that optimal codes need: the first
// counts the symbols, the second writes their codes. In memory they take less than the
// coefficients, most of which are 0, and the second pass has no branch that depends on them.
type tokens struct {
	buffer *pool.Buffer // nil until the first block
	n      int          // bytes used
	ends   blockEnds

	expected int // bytes that all tokens take, about
	counts   symbolCounts
	parts    tokenParts // of the vector version
}

// symbolCounts holds how often each symbol occurs, by token.index.
type symbolCounts [tokenTables << 8]uint32

func (t *tokens) reset() {
	t.n, t.ends.blocks = 0, 0
	t.counts = symbolCounts{}
}

func (t *tokens) release() {
	t.buffer.Release()
	t.ends.buffer.Release()
	t.buffer, t.ends.buffer = nil, nil
}

// add appends the first mcus MCUs of c. Block i of each MCU belongs to channel pattern[i].
func (t *tokens) add(c *coefficients, mcus int, pattern []*channel) {
	at := 0
	for range mcus {
		for _, ch := range pattern {
			value := c.blocks[at][0]
			c.firsts[at] = first{diff: value - ch.last, tables: ch.tables}
			ch.last = value
			at++
		}
	}
	t.append(c, at)
}

// first is what the tokens of a block depend on beside its AC coefficients.
type first struct {
	diff   int16 // the difference of its DC value
	tables token // 0 for luma, tokenChroma for chroma
}

// append appends the first n blocks of c, whose firsts are set.
func (t *tokens) append(c *coefficients, n int) {
	need := t.n + blockTokenBytes*n + tokenSlack
	if t.buffer == nil {
		t.buffer = pool.Get(max(need, t.expected))
	}
	if need > cap(t.buffer.Bytes) {
		t.buffer.Bytes = t.bytes()
		t.buffer = t.buffer.Grow(2 * need)
	}
	ends := t.ends.grow(n)
	if done := t.parts.appendVector(t, c, n, ends); done < n {
		t.appendPlain(c, done, n, ends)
	}
}

// tokenSlack is how many bytes a vector may write after the tokens of the last block.
const tokenSlack = 15 * tokenBytes

// appendPlain appends the blocks from done to n, and writes where they end.
func (t *tokens) appendPlain(c *coefficients, done, n int, ends []byte) {
	out, tables := t.buffer.Bytes[:cap(t.buffer.Bytes)], everyToken()
	for i := done; i < n; i++ {
		table, diff := &tables[c.firsts[i].tables/tokenChroma], int(c.firsts[i].diff)
		t.n += t.counts.block((*[blockTokenBytes]byte)(out[t.n:]), table, diff, &c.blocks[i], c.nonzero[i]&^1)
		binary.LittleEndian.PutUint32(ends[i*endBytes:], uint32(t.n))
	}
}

// bytes returns the tokens, tokenBytes each.
func (t *tokens) bytes() []byte { return t.buffer.Bytes[:t.n] }

// block writes the tokens of a block to out and counts them: diff, the difference of its DC
// value, and the AC coefficients whose bits are set in rest. It returns the bytes written.
func (s *symbolCounts) block(out *[blockTokenBytes]byte, table *tokenTable, diff int, b *block, rest uint64) int {
	s.put(out, 0, table.dc[diff&(len(table.dc)-1)])
	n := tokenBytes
	last := 0
	for rest != 0 {
		k := bits.TrailingZeros64(rest)
		rest &= rest - 1
		step := k - last
		last = k
		for ; step > 16; step -= 16 {
			s.put(out, n, table.sixteenZeros)
			n += tokenBytes
		}
		s.put(out, n, table.ac[(int(b[k])<<4+step)&(len(table.ac)-1)])
		n += tokenBytes
	}
	if last != 63 {
		s.put(out, n, table.endOfBlock)
		n += tokenBytes
	}
	return n
}

func (s *symbolCounts) put(out *[blockTokenBytes]byte, n int, t token) {
	binary.LittleEndian.PutUint32(out[n&(blockTokenBytes-tokenBytes):], uint32(t))
	s[t.index()]++
}

// tokenTable holds every possible token of luma or of chroma, as codes does: a look-up has no
// branch for the sign, which no processor could predict.
type tokenTable struct {
	dc [1 << 12]token // by the difference from the previous DC value
	ac [1 << 15]token // by 16·coefficient + the distance from the previous one

	endOfBlock, sixteenZeros token
}

// everyToken has the tokens of luma and those of chroma.
var everyToken = sync.OnceValue(func() *[2]tokenTable {
	both := new([2]tokenTable)
	for i := range both {
		t, dc := &both[i], token(i)*tokenChroma
		ac := dc | tokenAC
		t.endOfBlock, t.sixteenZeros = ac, ac|0xF0
		for diff := -2047; diff <= 2047; diff++ {
			size, low := magnitude(diff)
			t.dc[diff&(len(t.dc)-1)] = dc | token(low)<<16 | token(size)
		}
		for v := -1023; v <= 1023; v++ {
			size, low := magnitude(v)
			for run := range 16 {
				t.ac[(v<<4+run+1)&(len(t.ac)-1)] = ac | token(low)<<16 | token(run<<4|size)
			}
		}
	}
	return both
})

// tokenChunk is how many tokens are coded before their bits are moved out of the bitWriter: of
// at most 26 bits each, they fit into a strip.
const tokenChunk = 8192

const _ = uint(stripBytes - tokenChunk*26/8)

// symbolCodes has the codes of all symbols, by token.index, in a form that takes one addition to
// become what is to be written of a token: its bits from bit 16 on, and their number below them.
// The magnitude bits of the token are at bit 16 already, and the index that it has below them
// is subtracted from the code in advance.
type symbolCodes [tokenTables << 8]uint64

// set sets the code of a symbol, which takes n bits with the magnitude bits that follow.
func (s *symbolCodes) set(index int, c code) {
	s[index] = uint64(c>>6)<<16 + uint64(c&63) - uint64(index)
}

// bits returns how many bits a token takes.
func (s *symbolCodes) bits(t token) int {
	return int((s[t.index()] + uint64(t)) & 63)
}

// code writes the codes of tokens, at most tokenChunk of them, of tokenBytes each. The bits of
// four tokens are put together before they are appended to acc, where nearly always there is
// room for all of them.
func (w *bitWriter) code(tokens []byte, codes *symbolCodes) {
	acc, n, pos, out := w.acc, w.n, w.pos, &w.bytes
	i := 0
	for ; i <= len(tokens)-4*tokenBytes; i += 4 * tokenBytes {
		t := (*[4 * tokenBytes]byte)(tokens[i:])
		a, b := codes.word(t[0:]), codes.word(t[4:])
		c, d := codes.word(t[8:]), codes.word(t[12:])
		first, second := a>>16<<(b&63)|b>>16, c>>16<<(d&63)|d>>16
		ab, cd := uint(a+b)&63, uint(c+d)&63
		if ab+cd > 64-8 {
			acc, n = acc<<ab|first, n+ab
			pos, n = flush(out, pos, acc, n)
			first, ab = 0, 0
		}
		acc, n = acc<<((ab+cd)&63)|first<<cd|second, n+ab+cd
		pos, n = flush(out, pos, acc, n)
	}
	for ; i < len(tokens); i += tokenBytes {
		word := codes.word(tokens[i:])
		acc, n = acc<<(word&63)|word>>16, n+uint(word)
		pos, n = flush(out, pos, acc, n)
	}
	w.acc, w.n, w.pos = acc, n, pos
}

// word returns the bits of the first token from bit 16 on, and their number in the lower 6 bits.
func (s *symbolCodes) word(tokens []byte) uint64 {
	t := uint64(binary.LittleEndian.Uint32(tokens))
	return t + s[t&uint64(len(s)-1)]
}
