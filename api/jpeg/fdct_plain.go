//go:build !(goexperiment.simd && amd64)

package jpeg

func (q *quantiser) transform(c *coefficients, order []uint8, src []byte, stride int) {
	q.transformPlain(c, order, src, stride)
}
