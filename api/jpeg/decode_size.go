package jpeg

// Size returns the size, in px, of the frame that Decode makes at 1/scale.
func (h *Header) Size(scale int) (width, height int) {
	return ceilDiv(h.W, scale), ceilDiv(h.H, scale)
}

// Memory returns how many bytes of memory Decode needs at 1/scale, including the frame but not
// the file. With it a caller can decide whether a photo of 200 megapixels, of which a small
// picture is wanted, is too large. It is right within a few percent, except for pooled memory,
// which may be up to twice as much.
func (h *Header) Memory(scale int) int {
	width, height := h.Size(scale)
	if h.fitsFrame() {
		samples := width * height
		if h.Components == 3 {
			cw, ch := h.Sampling.ChromaSize(width, height)
			samples += 2 * cw * ch
		}
		return samples + h.coefficients(scale)
	}
	return 4*width*height + 64*h.blocks() + h.coefficients(scale) // pixels; planes of the whole picture
}

// coefficients returns the number of bytes of the coefficients that a progressive picture needs
// before it becomes samples at 1/scale, or 0 for other pictures.
func (h *Header) coefficients(scale int) int {
	switch {
	case !h.Progressive:
		return 0
	case !h.fitsFrame():
		scale = 1 // it is decoded at full size and shrunk afterwards
	}
	return h.blocks() * layouts[8/scale].bytes()
}
