package camera

// Memory counts the bytes that pictures take.
type Memory interface {
	Take(bytes int) bool // reports whether there was room for them
	Give(bytes int)      // takes them back
}

const errFull Failure = "the server has no memory for its pictures now"

// picture is one that is read, or that is shown.
type picture struct {
	bytes  []byte
	most   int // bytes that it can have
	memory Memory
}

func (c *Camera) newPicture() *picture { return &picture{most: c.most, memory: c.memory} }

// Write appends a piece. Where there is no memory for it the picture cannot be read.
func (p *picture) Write(piece []byte) (int, error) {
	size := len(p.bytes) + len(piece)
	if size > cap(p.bytes) {
		room := max(size, min(2*cap(p.bytes), p.most))
		if !p.memory.Take(room) {
			return 0, errFull
		}
		larger := append(make([]byte, 0, room), p.bytes...)
		p.free()
		p.bytes = larger
	}
	p.bytes = append(p.bytes, piece...)
	return len(piece), nil
}

// free gives the picture's memory back; nil is fine.
func (p *picture) free() {
	if p != nil {
		p.memory.Give(cap(p.bytes))
		p.bytes = nil
	}
}
