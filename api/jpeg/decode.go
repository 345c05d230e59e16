package jpeg

import (
	"context"
	"encoding/binary"
	"strconv"
	"sync"

	"framepost/api/frame"
	"framepost/api/wire"
)

// Limits of Decode, though ParseHeader accepts more. Each scan of a progressive picture is a
// pass over its coefficients, which are all in memory until the last one.
const (
	// MaxScans is the largest number of scans; the fuzzers of libjpeg-turbo have the same
	// limit. Encoders write about ten.
	MaxScans = 100

	// maxCoefficients is the most memory, in bytes, for the coefficients of a progressive
	// picture: those of 30 megapixels of 4:4:4, or 60 of 4:2:0, at full size; of twice as many
	// at 1/4, and of more than 2000 at 1/8.
	maxCoefficients = 192 << 20
)

// Decode decodes data, whose header is h, at 1/scale of its size, where scale is 1, 2, 4 or 8.
// The frame is ceil(W/scale) × ceil(H/scale) px, as stored, before Orientation. Its samples
// equal those of libjpeg's accurate integer method to the last bit. The intact part of a
// truncated or damaged file is shown, and grey where nothing is known. Decode does not convert
// colours, except that four inks become sRGB. The error is a *wire.Error: Undecodable if there
// is nothing to show, TooManyPixels if a progressive picture would take too much memory. Or it
// is that of ctx, which is asked before each row of MCUs.
func Decode(ctx context.Context, data []byte, h Header, scale int) (*frame.Frame, error) {
	switch {
	case h.Scans == 0:
		return nil, undecodable("the JPEG ends, or breaks off, before its picture data (no SOS segment)")
	case h.Scans > MaxScans:
		return nil, undecodable("the JPEG has more than " + strconv.Itoa(MaxScans) + " scans")
	case h.coefficients(scale) > maxCoefficients:
		return nil, &wire.Error{Code: wire.TooManyPixels, Detail: "the JPEG is progressive, and its coefficients take " +
			strconv.Itoa(h.coefficients(scale)>>20) + " MiB; at most " + strconv.Itoa(maxCoefficients>>20) + " are allowed"}
	}
	d := decoders.Get().(*decoder)
	defer d.release()
	if h.fitsFrame() {
		d.reset(ctx, h, scale)
		f := frame.New(d.scaled(h.W), d.scaled(h.H), h.Sampling)
		d.planes = append(d.planes, f.Planes()...)
		if err := d.decode(data); err != nil {
			f.Release()
			return nil, err
		}
		return f, nil
	}
	d.reset(ctx, h, 1)
	d.makePlanes()
	if err := d.decode(data); err != nil {
		return nil, err
	}
	f := d.toNRGBA(scale, inks(data, h))
	if d.ended {
		f.Release()
		return nil, ctx.Err()
	}
	return f, nil
}

// fitsFrame reports whether a frame can hold the components' planes unchanged, with room for
// whole MCUs.
func (h *Header) fitsFrame() bool {
	_, ok := h.sampling()
	return ok && h.component[0].h != 3 && h.component[0].v <= 2
}

// decoder holds the memory for decoding one picture. It is reused for the next.
type decoder struct {
	header   Header
	size     int                // samples per side that a block becomes: 8, 4, 2 or 1
	interval int                // MCUs between restart markers; 0 for none
	quant    [4][64]uint32      // step<<8 | index in a pair, in the stream's order
	quants   [4]bool            // which of them the file has defined
	own      [2][4]huffDecoder  // by class, DC or AC: tables of the file
	huff     [2][4]*huffDecoder // tables in use: those of the file, typical ones, or nil
	planes   []frame.Plane      // by component
	covered  [4]bool            // components that a scan has contained
	mcus     int                // decoded so far, in all scans
	parts    [4]scanComponent   // memory for the components of a scan

	bits     bitReader
	arith    arithDecoder
	dcModels [4]dcModel
	acModels [4]acModel
	passed   [4]uint // coefficients that progressive scans have gone through, by component

	coefs   pair // blocks that wait for their transform
	to      [2]place
	waiting int
	spare   [64]byte // place for the second block of a pair that has only one

	blocks [4]blocks // by component, for a progressive picture
	store  store     // memory of blocks

	// Not before coefs, which vectors load fastest where it is.
	ctx   context.Context
	ended bool // whether ctx has been found to have ended
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

func (d *decoder) reset(ctx context.Context, h Header, scale int) {
	d.ctx, d.ended = ctx, false
	d.header, d.size = h, 8/scale
	d.interval, d.mcus, d.waiting = 0, 0, 0
	d.quants, d.covered = [4]bool{}, [4]bool{}
	d.arith.bits = &d.bits
	d.resetConditioning()
	d.passed = [4]uint{}
	tables := typical()
	for class := range tables {
		d.huff[class] = [4]*huffDecoder{&tables[class][0], &tables[class][1]}
	}
}

// release drops all references to the picture, so that its memory can be freed.
func (d *decoder) release() {
	clear(d.planes)
	d.planes, d.parts, d.blocks = d.planes[:0], [4]scanComponent{}, [4]blocks{}
	d.bits.src, d.to, d.ctx = nil, [2]place{}, nil
	if cap(d.store.ac) > maxKeptStore {
		d.store = store{}
	}
	decoders.Put(d)
}

// scaled returns n samples at the scale, rounded up.
func (d *decoder) scaled(n int) int { return ceilDiv(n*d.size, 8) }

// decode reads the segments until the picture is complete. An error after the first MCU only
// ends the picture there.
func (d *decoder) decode(data []byte) error {
	if d.header.Progressive {
		d.makeBlocks()
	}
	walk := segments{data: data, pos: 2}
	var failure error
	for scans := 0; failure == nil && !d.stop() && scans < d.header.Scans; {
		seg, ok := walk.next()
		if !ok {
			break
		}
		switch seg.marker {
		case markerDQT:
			failure = d.parseDQT(seg.body)
		case markerDHT:
			failure = d.parseDHT(seg.body)
		case markerDAC:
			failure = d.parseDAC(seg.body)
		case markerDRI:
			if len(seg.body) >= 2 {
				d.interval = int(binary.BigEndian.Uint16(seg.body))
			}
		case markerSOS:
			failure = d.decodeScan(seg.body, data[walk.pos:])
			scans++
		}
	}
	switch {
	case d.ended:
		return d.ctx.Err()
	case d.mcus == 0 && failure != nil:
		return failure
	case d.mcus == 0:
		return undecodable("the JPEG breaks off, or is damaged, before the first of its pixels")
	case d.header.Progressive:
		d.finishProgressive()
	default:
		d.greyMissing()
	}
	if d.ended {
		return d.ctx.Err()
	}
	return nil
}

// stop asks the context, and reports whether it has ended.
func (d *decoder) stop() bool {
	d.ended = d.ended || d.ctx.Err() != nil
	return d.ended
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }
