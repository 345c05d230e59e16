package jpeg

import (
	"encoding/binary"
	"sync"

	"framepost/api/frame"
)

// baseline decodes sequential Huffman pictures of 8-bit grey or Y'CbCr, which is what
// cameras and canvases send, straight into a frame's planes. It holds the tables
// and is used again for picture after picture.
type baseline struct {
	header   Header
	size     int                // samples across and down that a block becomes: 8, 4, 2 or 1
	interval int                // MCUs between restart markers; 0 for none
	quant    [4][64]uint32      // step<<8 | place in a pair, in the stream's order
	quants   [4]bool            // which ones the file has given
	own      [2][4]huffDecoder  // of the file
	huff     [2][4]*huffDecoder // those in force, by class: the file's, typical ones, nil
	planes   []frame.Plane      // of the frame
	covered  [3]bool            // components that a scan has brought
	bits     bitReader
	coefs    pair // of the blocks that wait for their transform
	to       [2]place
	waiting  int
	spare    [64]byte // where the second of a pair goes that has but one
	mcus     int      // decoded so far
}

var baselines = sync.Pool{New: func() any { return new(baseline) }}

// isBaseline reports whether baseline decodes pictures with this header: one whose
// planes a frame can have as they are, with room for whole MCUs.
func (h *Header) isBaseline() bool {
	s, ok := h.sampling()
	if !ok || h.Progressive || h.Components == 4 || h.isRGB {
		return false
	}
	x, y := h.component[0].h, h.component[0].v
	return (s == frame.Gray || x != 3) && y <= 2
}

// decodeBaseline is Decode for pictures that isBaseline.
func decodeBaseline(data []byte, h Header, scale int) (*frame.Frame, error) {
	d := baselines.Get().(*baseline)
	defer baselines.Put(d)
	f := frame.New((h.W+scale-1)/scale, (h.H+scale-1)/scale, h.Sampling)
	d.reset(h, scale, f)
	err := d.decode(data)
	d.planes, d.bits.src, d.to = nil, nil, [2]place{}
	if err != nil {
		f.Release()
		return nil, err
	}
	return f, nil
}

func (d *baseline) reset(h Header, scale int, f *frame.Frame) {
	d.header, d.size, d.planes = h, 8/scale, f.Planes()
	d.interval, d.mcus, d.waiting = 0, 0, 0
	d.quants, d.covered = [4]bool{}, [3]bool{}
	tables := typical()
	for class := range d.huff {
		d.huff[class] = [4]*huffDecoder{&tables[class][0], &tables[class][1]}
	}
}

// decode goes through the segments until every component is covered. What is wrong
// after the first block ends the picture, and what is missing is grey.
func (d *baseline) decode(data []byte) error {
	walk := segments{data: data, pos: 2}
	var failure error
	for failure == nil && d.missing() {
		seg, ok := walk.next()
		if !ok {
			break
		}
		switch seg.marker {
		case markerDQT:
			failure = d.parseDQT(seg.body)
		case markerDHT:
			failure = d.parseDHT(seg.body)
		case markerDRI:
			if len(seg.body) >= 2 {
				d.interval = int(binary.BigEndian.Uint16(seg.body))
			}
		case markerSOS:
			failure = d.decodeScan(seg.body, data[walk.pos:])
		}
	}
	if d.mcus == 0 {
		if failure == nil {
			failure = undecodable("the JPEG breaks off, or is damaged, before the first of its pixels")
		}
		return failure
	}
	for i, p := range d.planes {
		if !d.covered[i] {
			grey(p.Pix)
		}
	}
	return nil
}

func (d *baseline) missing() bool {
	for i := range d.planes {
		if !d.covered[i] {
			return true
		}
	}
	return false
}

func grey(samples []byte) {
	for i := range samples {
		samples[i] = 128
	}
}

// parseDQT reads quantisation tables (T.81 B.2.4.1).
func (d *baseline) parseDQT(body []byte) error {
	for len(body) > 0 {
		id, size := body[0]&15, 1+int(body[0]>>4) // bytes a step
		if id > 3 || size > 2 || len(body) < 1+64*size {
			return undecodable("a quantisation table (DQT) of the JPEG is damaged")
		}
		for k := range 64 {
			step := uint32(body[1+size*k])
			if size == 2 {
				step = step<<8 | uint32(body[2+size*k])
			}
			d.quant[id][k] = step<<8 | uint32(zigzag[k]/8*16+zigzag[k]%8)
		}
		d.quants[id] = true
		body = body[1+64*size:]
	}
	return nil
}

var errDHT = undecodable("a Huffman table (DHT) of the JPEG is damaged")

// parseDHT reads Huffman tables (T.81 B.2.4.2).
func (d *baseline) parseDHT(body []byte) error {
	for len(body) > 0 {
		if len(body) < 17 {
			return errDHT
		}
		class, id := body[0]>>4, body[0]&15
		spec := huffSpec{counts: [16]uint8(body[1:]), values: body[17:]}
		if class > 1 || id > 3 || !d.own[class][id].build(spec, int(class)) {
			return errDHT
		}
		d.huff[class][id] = &d.own[class][id]
		used := 17
		for _, n := range spec.counts {
			used += int(n)
		}
		body = body[used:]
	}
	return nil
}
