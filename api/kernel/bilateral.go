package kernel

import "math"

// Bilateral smooths src into dst, which may be src, and keeps edges. src is a whole picture, or
// the part of one that begins in its column x and row y. Each sample becomes a
// weighted mean. The weight of another sample is a Gaussian of its distance, of standard
// deviation sigma samples, times a Gaussian of the difference in value, of standard deviation
// tolerance. Both are at least 1. Samples beyond the plane's edges have no weight.
//
// It is an approximation: nine samples of ten are within 2 of the exact mean, and the cost does
// not depend on sigma or tolerance. The method is the bilateral grid of Paris and Durand, "A
// Fast Approximation of the Bilateral Filter using a Signal Processing Approach", 2006, and
// Chen, Paris and Durand, "Real-time Edge-Aware Image Processing with the Bilateral Grid",
// 2007. Samples are added to the nearest point of a coarse grid over columns, rows and values;
// the grid is blurred; a result is the grid's value at the sample's column, row and value.
//
// Only the layers of the grid that one row needs are held at a time, so that memory stays
// small for any plane.
func Bilateral(dst, src Plane, x, y int, sigma, tolerance float64) {
	g := newGrid(src, x, y, sigma, tolerance)
	defer g.release()
	for row := range src.H {
		if src.Ended(row) {
			return
		}
		g.slice(dst.Row(row), row)
	}
}

// BilateralReach returns how many samples away Bilateral looks, at most: a result is made of
// the points before and after it and of their neighbours, two steps away, and those of the
// samples that are nearest to them, half a step further.
func BilateralReach(sigma float64) int { return int(math.Ceil(2.5 * gridStep(sigma))) }

// gridStep returns the distance of the grid's points, in samples.
func gridStep(sigma float64) float64 { return max(sigma, 1) / deviation }

// deviation is the standard deviation of the grid's blur, in steps of the grid: a variance of 1/12 from going
// to the nearest point, 1/2 from the weights ¼ ½ ¼, and 1/6 from linear interpolation.
const deviation = 0.8660254037844386

// grid has layers of columns×values points, one for every step of rows. A point holds a sum of
// samples and their count.
type grid struct {
	src     Plane
	top     int          // row of the picture that is the first of src
	columns []coordinate // of each column of src
	values  [256]coordinate
	step    float64 // rows from one layer to the next
	size    int     // points of a layer
	across  int     // points from one column of the grid to the next

	layers [4][]float32 // blurred along columns and values, pairs of a sum and a count
	next   int          // the next layer to make
	read   int          // the first row of the picture that is not in a layer yet
	line   []float32    // the grid at one row: layers, blurred and interpolated
	counts []uint64     // a layer before the blur: sums in the lower halves, counts in the upper
	spare  []uint64

	floats      *[]float32
	words       *[]uint64
	coordinates *[]coordinate
}

// coordinate is the position of a column or a value among the points of a layer.
type coordinate struct {
	nearest int32   // the nearest point
	before  int32   // the last point before it or at it
	after   float32 // how far from that to the next
}

// newCoordinate returns the coordinate of a position in steps of the grid, along a direction in
// which points are across apart. The first point is number base; the one before it is left
// empty, for the blur.
func newCoordinate(position float64, base, across int) coordinate {
	before := math.Floor(position)
	return coordinate{
		nearest: int32((int(math.Floor(position+0.5)) + 1 - base) * across),
		before:  int32((int(before) + 1 - base) * across),
		after:   float32(position - before),
	}
}

var (
	gridFloats      slicePool[float32]
	gridCounts      slicePool[uint64]
	gridCoordinates slicePool[coordinate]
)

// newGrid returns the grid of a picture of which src is the part from (left, top) on.
func newGrid(src Plane, left, top int, sigma, tolerance float64) *grid {
	g := &grid{src: src, top: top, read: top, step: gridStep(sigma)}
	g.next = max(int(float64(top)/g.step)-1, 0)
	depth := max(tolerance, 1) / deviation
	// Points for positions 0 to the last, the one after it, and an empty one at each end.
	g.across = int(255/depth) + 4
	base := int(float64(left) / g.step)
	g.size = (int(float64(left+src.W-1)/g.step) - base + 4) * g.across
	for v := range g.values {
		g.values[v] = newCoordinate(float64(v)/depth, 0, 1)
	}
	g.coordinates = gridCoordinates.get(src.W)
	g.columns = *g.coordinates
	for x := range g.columns {
		g.columns[x] = newCoordinate(float64(left+x)/g.step, base, g.across)
	}
	g.words = gridCounts.get(2 * g.size)
	g.counts, g.spare = (*g.words)[:g.size], (*g.words)[g.size:]
	g.floats = gridFloats.get(10 * g.size)
	for i := range g.layers {
		g.layers[i] = (*g.floats)[2*i*g.size : 2*(i+1)*g.size]
		clear(g.layers[i])
	}
	g.line = (*g.floats)[8*g.size:]
	return g
}

func (g *grid) release() {
	gridFloats.put(g.floats)
	gridCounts.put(g.words)
	gridCoordinates.put(g.coordinates)
}

// slice computes row y of the result.
func (g *grid) slice(dst []byte, y int) {
	position := float64(g.top+y) / g.step
	layer := int(position)
	for g.next <= layer+2 {
		g.addLayer()
	}
	g.interpolate(layer, float32(position-float64(layer)))
	row, line := g.src.Row(y), g.line
	for x := range dst {
		column, value := &g.columns[x], &g.values[row[x]]
		at := 2 * int(column.before+value.before)
		left, right := line[at:at+4:at+4], line[at+2*g.across:][:4:4]
		down, along := value.after, column.after
		sumLeft := left[0] + float32((left[2]-left[0])*down)
		sumRight := right[0] + float32((right[2]-right[0])*down)
		countLeft := left[1] + float32((left[3]-left[1])*down)
		countRight := right[1] + float32((right[3]-right[1])*down)
		sum := sumLeft + float32((sumRight-sumLeft)*along)
		count := countLeft + float32((countRight-countLeft)*along)
		dst[x] = byte(sum/count + 0.5)
	}
}

// interpolate blurs along rows and interpolates between layers at once: the weights 1 2 1
// around a layer, and those around the next.
func (g *grid) interpolate(layer int, after float32) {
	near := [4][]float32{g.layers[(layer+3)%4], g.layers[layer%4], g.layers[(layer+1)%4], g.layers[(layer+2)%4]}
	weights := [4]float32{1 - after, 2 - after, 1 + after, after}
	if done := mixLayersVector(g.line, near, weights); done < len(g.line) {
		mixLayersPlain(g.line, near, weights, done)
	}
}

// mixLayersPlain mixes the numbers from i on. It rounds every product before the addition, so
// that a compiler cannot fuse the two where there is an instruction for that: the result is the
// same on every machine.
func mixLayersPlain(dst []float32, layers [4][]float32, weights [4]float32, i int) {
	n := len(dst)
	a, b, c, d := layers[0][:n], layers[1][:n], layers[2][:n], layers[3][:n]
	wa, wb, wc, wd := weights[0], weights[1], weights[2], weights[3]
	for ; i < n; i++ {
		dst[i] = float32(a[i]*wa) + float32(b[i]*wb) + float32(c[i]*wc) + float32(d[i]*wd)
	}
}

// addLayer makes the next layer from the rows that are nearest to it. Beyond the last row,
// layers are empty.
func (g *grid) addLayer() {
	clear(g.counts)
	for ; g.read < g.top+g.src.H && int(math.Floor(float64(g.read)/g.step+0.5)) == g.next; g.read++ {
		for x, v := range g.src.Row(g.read - g.top) {
			g.counts[g.columns[x].nearest+g.values[v].nearest] += uint64(v) | 1<<32
		}
	}
	layer := g.layers[g.next%4]
	g.next++
	blurPoints(g.spare, g.counts, g.across)
	blurPoints(g.counts, g.spare, 1)
	if done := splitPointsVector(layer, g.counts); done < len(g.counts) {
		splitPointsPlain(layer[2*done:], g.counts[done:])
	}
}

// splitPointsPlain converts points to pairs of a sum and a count, both far below 2³¹.
func splitPointsPlain(dst []float32, points []uint64) {
	dst = dst[:2*len(points)]
	for i, point := range points {
		dst[2*i], dst[2*i+1] = float32(int32(point)), float32(int32(point>>32))
	}
}

// blurPoints weighs each point, and the ones at a distance before and after it, by 1 2 1:
// sums and counts at once. The points at both ends are empty in src and in dst.
func blurPoints(dst, src []uint64, distance int) {
	clear(dst[:distance])
	clear(dst[len(dst)-distance:])
	dst = dst[distance : len(dst)-distance]
	if done := weigh121Vector(dst, src, distance); done < len(dst) {
		weigh121Plain(dst[done:], src[done:], distance)
	}
}

func weigh121Plain(dst, src []uint64, distance int) {
	before, here, after := src[:len(dst)], src[distance:][:len(dst)], src[2*distance:][:len(dst)]
	for i := range dst {
		dst[i] = before[i] + 2*here[i] + after[i]
	}
}
