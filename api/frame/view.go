package frame

// View returns a frame that shows the picture of f without its faces and boxes. Converting or transforming
// the view leaves f as it is, so that whoever only looks at a picture does not change its form,
// which would round its samples. The view must not be written to unless it has been transformed
// to another size, and must be released before f changes.
func (f *Frame) View() *Frame {
	v := *f
	v.Faces, v.Boxes, v.memory, v.pixels = nil, nil, nil, nil // they stay f's
	return &v
}
