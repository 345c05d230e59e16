package jpeg

import (
	"context"
	"fmt"
	"math"

	"framepost/api/frame"
	"framepost/api/pool"
)

// Limit is to a file's bytes.
type Limit struct {
	Bytes       int  // header included
	Worst, Best int  // the qualities allowed, 1 to 100
	About       bool // a file that takes more at the worst quality is written nevertheless
}

// A TooSmallError says that a picture does not fit into the bytes that it was given.
type TooSmallError struct {
	Quality int // the worst allowed
	Bytes   int // what the file takes at that quality, header included
}

func (e *TooSmallError) Error() string {
	return fmt.Sprintf("at quality %d the picture takes %d bytes", e.Quality, e.Bytes)
}

// EncodeWithin writes f as Encode does, as well as it can within limit, with Huffman codes made for
// this picture. It returns the file and its quality, from limit.Worst to limit.Best: the tables may
// lie between those of whole qualities, and the quality is rounded down. The
// error is that of ctx, or a TooSmallError.
//
// A sample of the blocks leads to a scale of the tables (sample.go). At that scale all of them
// are transformed and their symbols counted, which tells the size before a bit is written. If it
// is a little above the limit, coefficients that add little are left out (thin.go); if it is
// far from it, or Encode might do better, all this is repeated at a better scale. Drawings, text and
// test cards need that, of which a sample says less than of what a camera sees.
func EncodeWithin(ctx context.Context, f *frame.Frame, limit Limit) (*pool.Buffer, int, error) {
	e := encoders.Get().(*encoder)
	defer e.release()
	defer e.within.tokens.release()
	e.set(f)
	e.setTokens()
	e.within.tokens.expected = min(limit.Bytes, f.W*f.H) * bytesToTokens
	r := scales{finest: max(percentOf(limit.Best), finestPercent), coarsest: percentOf(limit.Worst)}
	aim := aimedNext * float64(limit.Bytes)
	percent := e.guess(aimed*float64(limit.Bytes), r)
	var large, fits attempt // the coarsest that is too large, and the finest that fits
	settled := false        // nothing between them is worth its time
	for n := 1; ; n++ {
		size, err := e.count(ctx, percent)
		if err != nil {
			return nil, 0, err
		}
		full := percent == r.coarsest
		if size <= limit.Bytes {
			full = settled || n >= attempts || percent <= r.finest ||
				float64(size) >= wasteful*float64(limit.Bytes) && e.plainBetter(percent) > float64(limit.Bytes)
		} else if over := size - int(aimedThin*float64(limit.Bytes)); !full && over < size/thinnest &&
			e.within.tokens.thin(&e.within.codes, 8*over) {
			size, full = e.size(), true
		}
		if full {
			out := e.write(size)
			size = len(out.Bytes)
			if size <= limit.Bytes || limit.About && percent == r.coarsest {
				return out, qualityOf(percent), nil
			}
			out.Release()
			if percent == r.coarsest {
				return nil, 0, &TooSmallError{Quality: limit.Worst, Bytes: size}
			}
		}
		if size <= limit.Bytes {
			fits = attempt{percent, size}
		} else {
			large = attempt{percent, size}
			if fits.percent <= percent {
				fits = attempt{} // it was the same scale, and zero bytes after 0xFF made it larger
			}
		}
		switch {
		case large.size == 0:
			next := e.again(percent, size, aim, r)
			percent = max(min(next, percent/leastStep), r.finest)
		case fits.size == 0:
			next := e.again(percent, size, aim, r)
			percent = min(max(next, percent*leastStep), r.coarsest)
		case n >= attempts || fits.percent <= large.percent*leastStep:
			percent, settled = fits.percent, true
		default:
			percent = between(large, fits, aim)
		}
	}
}

// attempt is what the file takes at a scale; the zero value is none.
type attempt struct {
	percent float64
	size    int
}

// between returns a scale between two attempts, where the file is expected to take aim bytes if its
// logarithm falls evenly with that of the scale. Each time it leaves out a part of what is between
// them, for where one step of a table is as much as all the rest, nothing falls evenly.
func between(large, fits attempt, aim float64) float64 {
	share := math.Log(float64(large.size)/aim) / math.Log(float64(large.size)/float64(fits.size))
	return large.percent * math.Pow(fits.percent/large.percent, min(max(share, 0.1), 0.9))
}

// attempts is after how many of them the next that fits is good enough.
const attempts = 5

// The share of the limit that is aimed at, and the share below which another attempt is worth its
// time. An estimate is off by a twentieth or so, and what is above the limit costs little:
// coefficients are left out.
const (
	aimed     = 0.975
	aimedThin = 0.99  // when coefficients are left out
	aimedNext = 0.97  // after an attempt has said how far the estimate was off
	wasteful  = 0.92  // of the counted size, of which 1 part in 257 may not be written
	leastStep = 1.005 // by which a scale differs at least from the one before
)

// At most one part in thinnest of the file is left out. To there, pictures of cameras lose no more
// by it than by a coarser scale.
const thinnest = 12

// scales are the percentages allowed.
type scales struct{ finest, coarsest float64 }

// finestPercent makes all entries of the tables 1, as 0 does.
const finestPercent = 1

// towards returns the scale at which a picture is expected to take aim bytes that takes size
// bytes at percent, where the size falls with the slope'th power of the scale.
func (r scales) towards(percent, size, aim, slope float64) float64 {
	return min(max(percent*math.Pow(size/aim, 1/slope), r.finest), r.coarsest)
}

// usualSlope is that of photos, leastSlope that of pictures which hardly grow, such as flat drawings.
const (
	usualSlope = 0.6
	leastSlope = usualSlope / 2
)

// within is the part of an encoder that EncodeWithin needs.
type within struct {
	tokens tokens
	tables [tokenTables]optimalTable
	work   optimalWork
	codes  symbolCodes
}

func (e *encoder) setTokens() {
	for i := range e.channels {
		e.channels[i].tables = token(min(i, 1)) * tokenChroma
	}
}

// count transforms the picture at a scale, makes the codes for its symbols, and returns the size
// of the file, in bytes. It is off by what is due to zero bytes after 0xFF (T.81 F.1.2.3), for
// which it allows one in 256.
func (e *encoder) count(ctx context.Context, percent float64) (int, error) {
	e.scale(percent)
	t := &e.within.tokens
	t.reset()
	for i := range e.channels {
		e.channels[i].last = 0
	}
	for y := range e.mcuRows {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		for x := 0; x < e.mcuCols; x += e.stripMCUs {
			n := min(e.stripMCUs, e.mcuCols-x)
			e.transformStrip(x, y, n)
			e.clearOutside(x, y, n)
			t.add(&e.coefs, n, e.pattern)
		}
	}
	return e.size(), nil
}

// size makes the codes and returns the size of the file with them.
func (e *encoder) size() int {
	t := &e.within.tokens
	e.within.codes.set(dropped.index(), 0)
	bits := 0
	for i, spec := range e.optimalSpecs() {
		counts := t.counts[i<<8:][:256]
		e.within.tables[i].set(counts, &e.within.work)
		codes := spec.codes()
		for _, symbol := range spec.values {
			c := codes[symbol].with(int(symbol&15), 0)
			e.within.codes.set(i<<8|int(symbol), c)
			bits += int(counts[symbol]) * int(c&63)
		}
	}
	scan := (bits + 7) / 8
	return e.around(e.optimalSpecs()) + scan + scan/256
}

// plainBetter returns what the counted file would take at least with the tables of Annex K at the next
// better whole quality. Above the limit, it says that Encode has nothing better within it.
func (e *encoder) plainBetter(percent float64) float64 {
	specs := e.tables(&lumaDC, &lumaAC, &chromaDC, &chromaAC)
	bits := 0
	for i, spec := range specs {
		counts := e.within.tokens.counts[i<<8:][:256]
		codes := spec.codes()
		for _, symbol := range spec.values {
			c := codes[symbol].with(int(symbol&15), 0)
			bits += int(counts[symbol]) * int(c&63)
		}
	}
	better := max(percentOf(qualityOf(percent)+1), finestPercent)
	return (float64(e.around(specs)) + float64(bits)/8) * math.Pow(percent/better, leastSlope)
}

// clearOutside makes the blocks of a strip that are wholly beyond their plane, which fill the last
// MCUs, equal to the block before them and without AC coefficients: nobody sees them, and
// so they take the fewest bits.
func (e *encoder) clearOutside(x, y, n int) {
	for i := range e.channels {
		c := &e.channels[i]
		for line := range c.v {
			inside := max((c.plane.W+7)/8-c.h*x, 0)
			if 8*(c.v*y+line) >= c.plane.H {
				inside = 0
			}
			for j := inside; j < n*c.h; j++ {
				at := c.order[line][j]
				e.coefs.nonzero[at] = 0
				e.coefs.blocks[at] = block{e.coefs.blocks[at-1][0]} // of the same MCU, whose first one is inside
			}
		}
	}
}

// optimalSpecs returns the tables made for the picture, as header takes them.
func (e *encoder) optimalSpecs() []*huffSpec {
	t := &e.within.tables
	return e.tables(&t[0].huffSpec, &t[1].huffSpec, &t[2].huffSpec, &t[3].huffSpec)
}

// around returns how many bytes the file has beside the scan.
func (e *encoder) around(specs []*huffSpec) int {
	var b [headerBytes]byte
	return len(e.header(b[:0], specs, true)) + 2 // with EOI
}

// write writes the file that has been counted.
func (e *encoder) write(size int) *pool.Buffer {
	out := pool.Get(size)
	out.Bytes = e.header(out.Bytes[:0], e.optimalSpecs(), true)
	e.bits.reset()
	all := e.within.tokens.bytes()
	for len(all) > 0 {
		n := min(len(all), tokenChunk*tokenBytes)
		e.bits.code(all[:n], &e.within.codes)
		all = all[n:]
		out = e.drain(out)
	}
	e.bits.end()
	out = e.drain(out)
	out.Bytes = append(out.Bytes, 0xFF, markerEOI)
	return out
}
