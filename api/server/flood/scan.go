package flood

// The frames of HTTP/2 (RFC 9113 sections 4.1 and 6).
const (
	headLength  = 9
	typeData    = 0x0
	typeHeaders = 0x1
	endStream   = 0x1 // a flag of both
)

// preface is what a client of HTTP/2 sends first (RFC 9113 section 3.4).
const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// head is the part of a frame's head that its cost depends on.
type head struct {
	length int // bytes after the head
	kind   byte
	flags  byte
}

// scanner finds the heads of the frames in one direction of a connection. It skips the rest
// unread, and keeps no more than a head.
type scanner struct {
	head [headLength]byte
	have int // bytes of head
	rest int // bytes of the frame that are still to come
}

// scan calls each for every head that ends in p, the next bytes of the connection.
func (s *scanner) scan(p []byte, each func(head)) {
	for len(p) > 0 {
		if s.rest > 0 {
			n := min(s.rest, len(p))
			s.rest -= n
			p = p[n:]
			continue
		}
		n := copy(s.head[s.have:], p)
		s.have += n
		p = p[n:]
		if s.have == headLength {
			s.have = 0
			s.rest = int(s.head[0])<<16 | int(s.head[1])<<8 | int(s.head[2])
			each(head{s.rest, s.head[3], s.head[4]})
		}
	}
}
