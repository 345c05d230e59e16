package stream

// Look
func (s *Stream) Look(luma []byte) {}
