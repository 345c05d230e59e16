package jpeg

var (
	errDQT = undecodable("a quantisation table (DQT) of the JPEG is damaged")
	errDHT = undecodable("a Huffman table (DHT) of the JPEG is damaged")
)

// parseDQT reads quantisation tables (T.81 B.2.4.1).
func (d *decoder) parseDQT(body []byte) error {
	for len(body) > 0 {
		id, size := body[0]&15, 1+int(body[0]>>4) // bytes a step
		if id > 3 || size > 2 || len(body) < 1+64*size {
			return errDQT
		}
		for k := range 64 {
			step := uint32(body[1+size*k])
			if size == 2 {
				step = step<<8 | uint32(body[2+size*k])
			}
			at := zigzag[k]
			d.quant[id][k] = step<<8 | uint32(at/8*16+at%8)
		}
		d.quants[id] = true
		body = body[1+64*size:]
	}
	return nil
}

// parseDHT reads Huffman tables (T.81 B.2.4.2).
func (d *decoder) parseDHT(body []byte) error {
	for len(body) > 0 {
		if len(body) < 17 {
			return errDHT
		}
		class, id := body[0]>>4, body[0]&15
		used := 17
		for _, n := range body[1:17] {
			used += int(n)
		}
		if class > 1 || id > 3 || used > len(body) {
			return errDHT
		}
		table := &d.own[class][id]
		if !table.set(body[:used], !d.header.Progressive) {
			return errDHT
		}
		d.huff[class][id] = table
		body = body[used:]
	}
	return nil
}
