package planes

// Reach returns the reach in px, see filter.Filter.Reach, of work that goes as many samples far in
// a plane as of returns, for samples of step px each: with every chroma subsampling at most.
func Reach(of func(step int) int) (px int) {
	for _, step := range []int{1, 2, 4} {
		px = max(px, step*of(step))
	}
	return px
}
