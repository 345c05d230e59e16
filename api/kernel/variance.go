package kernel

// LaplacianVariance returns the variance of the Laplacian of p, which is the sum of a sample's
// four neighbours less four times the sample. It is small where the picture is out of focus
// (J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a comparative
// study", 2000). Beyond its edge the plane is mirrored at its outermost samples, so that the
// result is that of OpenCV's cv2.Laplacian(p, cv2.CV_64F).var().
func LaplacianVariance(p Plane) float64 {
	var sum, squares int64
	for y := range p.H {
		if p.Ended(y) {
			return 0
		}
		above, below := y-1, y+1
		if above < 0 {
			above = min(1, p.H-1)
		}
		if below == p.H {
			below = max(p.H-2, 0)
		}
		s, q := laplacians(p.Row(above), p.Row(y), p.Row(below))
		sum, squares = sum+s, squares+q
	}
	n := float64(p.W) * float64(p.H)
	mean := float64(sum) / n
	return float64(squares)/n - mean*mean
}

// laplacians returns the sum of the Laplacian along a row, and that of its squares.
func laplacians(above, row, below []byte) (sum, squares int64) {
	add := func(x, left, right int) {
		v := int64(above[x]) + int64(below[x]) + int64(row[left]) + int64(row[right]) - 4*int64(row[x])
		sum, squares = sum+v, squares+v*v
	}
	last := len(row) - 1
	add(0, min(1, last), min(1, last))
	if last > 0 {
		s, q := laplaciansWithin(above, row, below)
		sum, squares = sum+s, squares+q
		add(last, last-1, last-1)
	}
	return sum, squares
}

// laplaciansWithin leaves out the first and the last sample of the row.
func laplaciansWithin(above, row, below []byte) (sum, squares int64) {
	done, sum, squares := laplaciansVector(above, row, below)
	if done < len(row)-2 {
		s, q := laplaciansPlain(above[done:], row[done:], below[done:])
		sum, squares = sum+s, squares+q
	}
	return sum, squares
}

func laplaciansPlain(above, row, below []byte) (sum, squares int64) {
	above, below = above[:len(row)], below[:len(row)]
	for x := 1; x < len(row)-1; x++ {
		v := int64(above[x]) + int64(below[x]) + int64(row[x-1]) + int64(row[x+1]) - 4*int64(row[x])
		sum, squares = sum+v, squares+v*v
	}
	return sum, squares
}
