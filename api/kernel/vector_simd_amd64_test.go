//go:build goexperiment.simd

package kernel

import (
	"simd/archsimd"
	"testing"
)

// TestVectorsRun calls every vector kernel with enough samples for a vector. Without this test,
// a kernel that processed none of them would not be noticed, since the plain code would do the
// work with the same results.
func TestVectorsRun(t *testing.T) {
	const n = 256
	row := func() []byte { return make([]byte, n+8) } // a few more, for neighbours
	rows := [][]byte{row(), row(), row()}
	shorts := func() []int16 { return make([]int16, n+2) }
	words, floats := make([]uint64, n+2), make([]float32, 2*n)
	g := &gradients{shorts()[:n], shorts()[:n], shorts()}
	plane := Plane{Pix: make([]byte, n*n), Stride: n, W: n, H: n}
	for name, done := range map[string]int{
		"rgbaToCbCr":     rgbaToCbCrVector(row()[:n], row()[:n], make([]byte, 8*n), make([]byte, 8*n)),
		"rgbaToY":        rgbaToYVector(row()[:n], make([]byte, 4*n)),
		"ycbcrToRGBA":    ycbcrToRGBAVector(make([]byte, 4*n), row()[:n], row(), row(), 2),
		"map":            mapVector(row(), new([256]byte)),
		"reverse":        reverseVector(row(), row()),
		"transpose":      transposeVector(make([]byte, n*n), n, plane.Pix, n, n, n),
		"across, short":  acrossVector(row()[:n], make([]byte, 2*n+slack), newWeights(weightsKey{span(0, 2*n, n), Area})),
		"across, growth": acrossVector(row()[:n], make([]byte, n/2+slack), newWeights(weightsKey{span(0, n/2, n), Linear})),
		"across, long":   acrossVector(row()[:n], make([]byte, 3*n+slack), newWeights(weightsKey{span(0, 3*n, n), Area})),
		"mix2":           mix2Vector(row()[:n], row(), row(), 100),
		"mix3":           mix3Vector(row()[:n], row(), row(), row(), 100, 50),
		"mixLong":        mixLongVector(row()[:n], rows, []int16{1 << 12, 1 << 13, 1 << 12}),
		"weigh":          weighVector(row()[:n], []weighted{{row(), 127}, {row(), 127}, {row(), 2}}),
		"slide":          slideVector(make([]uint16, n), row(), row()),
		"unsharp":        unsharpVector(row()[:n], row(), row(), 1<<10),
		"mixLayers":      mixLayersVector(floats, [4][]float32{floats, floats, floats, floats}, [4]float32{}),
		"splitPoints":    splitPointsVector(floats, words[:n]),
		"weigh121":       weigh121Vector(make([]uint64, n), words, 1),
		"sobel":          sobelVector(row()[:n], rows),
		"matrix":         Matrix{Weights: [9]int8{4: 1}}.rowVector(row()[:n], rows),
		"measure":        g.measureVector(row(), row(), row()),
		"thin":           g.thinVector(row()[:n], shorts(), shorts(), 100, 200),
		"median3":        median3Vector(row()[:n], rows),
		"median5":        median5Vector(plane, plane),
		"medians":        mediansVector(row()[:n], make([]tally, n+7), 49),
		"unfilter, up":   unfilterVector(FilterUp, row(), row(), row(), 1),
		"unfilter, sub":  unfilterVector(FilterSub, row(), row(), row(), 3),
		"average":        unfilterVector(FilterAverage, row(), row(), row(), 3),
		"paeth":          unfilterVector(FilterPaeth, row(), row(), row(), 3),
		"filterRow":      first(filterRowVector(FilterPaeth, row(), row(), row(), 3)),
		"addPairs":       addPairsVector(make([]uint16, n/2), row()[:n]),
		"laplacians":     firstOf3(laplaciansVector(row(), row(), row())),
		"rgbaToRGB":      rgbaToRGBVector(make([]byte, 3*n), make([]byte, 4*n)),
		"rgbToRGBA":      rgbToRGBAVector(make([]byte, 4*n), make([]byte, 3*n)),
	} {
		if ran := done > 0; ran != archsimd.X86.AVX2() {
			t.Errorf("%s: %d done; the processor has the instructions: %v", name, done, archsimd.X86.AVX2())
		}
	}
}

// TestWidestVectors checks that a processor with AVX-512 does not use the narrower versions.
func TestWidestVectors(t *testing.T) {
	lanes := newWeights(weightsKey{span(0, 128, 100), Linear}).lanes
	if has := archsimd.X86.AVX512VBMI(); has != (len(lanes.wide) > 0) {
		t.Errorf("%d wide blocks; the processor has VBMI: %v", len(lanes.wide), has)
	}
}

func first(done, _ int) int { return done }

func firstOf3(done int, _, _ int64) int { return done }

func TestInstructions(t *testing.T) {
	if used := Instructions(); (used != "") != archsimd.X86.AVX2() {
		t.Errorf("%q are used; the processor has AVX2: %v", used, archsimd.X86.AVX2())
	}
}
