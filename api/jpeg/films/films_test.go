package films

import (
	"bytes"
	"testing"
)

// Every frame is the same each time, and another than the next one.
func TestFramesAreSeeded(t *testing.T) {
	for _, film := range All {
		a, again, next := film.Frame(64, 48, 3), film.Frame(64, 48, 3), film.Frame(64, 48, 4)
		for i, p := range a.Planes() {
			for y := range p.H {
				if !bytes.Equal(p.Row(y), again.Planes()[i].Row(y)) {
					t.Fatalf("%s: row %d of plane %d differs", film.Name, y, i)
				}
			}
		}
		if bytes.Equal(a.Planes()[0].Row(20), next.Planes()[0].Row(20)) {
			t.Errorf("%s: the next frame is the same", film.Name)
		}
		a.Release()
		again.Release()
		next.Release()
	}
}
