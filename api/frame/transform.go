package frame

// Transform crops, turns and resizes the frame in one pass over each plane.
func (f *Frame) Transform(g Geometry) {
	if g.Turn == Upright && !g.scales() && !g.crops(f.W, f.H) {
		return
	}
}
