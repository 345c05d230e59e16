//go:build goexperiment.simd

package jpeg

import (
	"reflect"
	"simd/archsimd"
	"testing"

	"framepost/api/pool"
)

// TestVectorsRun calls every vector version with enough data for a vector. Without this test, a
// version that did nothing would not be noticed, since the plain version would do the work with
// the same results.
func TestVectorsRun(t *testing.T) {
	has := archsimd.X86.AVX2()
	var q quantiser
	q.set(&lumaQuant, 90)
	row := make([]byte, 8*16)
	if done := transformVector(&q, new(coefficients), []uint8{0, 1}, row, 16); (done > 0) != has {
		t.Errorf("transform: %d blocks done; the processor has the instructions: %v", done, has)
	}
	if done, _ := nextMarkerVector(row); (done > 0) != has {
		t.Errorf("nextMarker: %d bytes done; the processor has the instructions: %v", done, has)
	}
	words := archsimd.X86.AVX512VBMI2()
	all := tokens{buffer: pool.Get(1 << 12)}
	if done := all.parts.appendVector(&all, new(coefficients), 1, make([]byte, endBytes)); (done > 0) != words {
		t.Errorf("tokens: %d blocks done; the processor has the instructions: %v", done, words)
	}
	for _, size := range []int{2, 4, 8} {
		used := reflect.ValueOf(idcts[size]).Pointer()
		if plain := reflect.ValueOf(plainIDCTs[size]).Pointer(); (used != plain) != has {
			t.Errorf("idct to %d samples: a vector version is used: %v; the processor has the instructions: %v", size, used != plain, has)
		}
	}
}
