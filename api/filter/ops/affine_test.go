package ops

import (
	"context"
	"math"
	"testing"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/frame"
	"framepost/api/wire"
)

// slope returns a grey picture that is lighter by two with each px to the right, or downwards.
func slope(w, h int, down bool) *frame.Frame {
	f := frame.New(w, h, frame.Gray)
	plane := f.Planes()[0]
	for y := range h {
		for x, row := 0, plane.Row(y); x < w; x++ {
			row[x] = byte(2 * x)
			if down {
				row[x] = byte(2 * y)
			}
		}
	}
	return f
}

// checkAffine checks that each place of the answer shows the place of a w×h frame that Affine
// maps it to. The slopes are read back from the answer.
func checkAffine(t *testing.T, chain string, w, h int) {
	t.Helper()
	across, down := apply(t, chain, slope(w, h, false)), apply(t, chain, slope(w, h, true))
	back := across.Affine
	if !back.Known() || back != down.Affine {
		t.Fatalf("%s: %v and %v", chain, back, down.Affine)
	}
	compared := 0
	for y := range across.H {
		for x := range across.W {
			u, v := (float64(x)+0.5)/float64(across.W), (float64(y)+0.5)/float64(across.H)
			wantX, wantY := float64(w)*(back.A*u+back.C*v+back.E)-0.5, float64(h)*(back.B*u+back.D*v+back.F)-0.5
			if wantX < 1 || wantY < 1 || wantX > float64(w-2) || wantY > float64(h-2) {
				continue // what is mixed with a background, or is one
			}
			compared++
			gotX, gotY := float64(across.Planes()[0].Row(y)[x])/2, float64(down.Planes()[0].Row(y)[x])/2
			if math.Abs(gotX-wantX) > 1 || math.Abs(gotY-wantY) > 1 {
				t.Fatalf("%s: %d,%d shows %.1f,%.1f and is mapped to %.1f,%.1f", chain, x, y, gotX, gotY, wantX, wantY)
			}
		}
	}
	if compared == 0 {
		t.Errorf("%s: nothing was compared", chain)
	}
}

func TestAffine(t *testing.T) {
	for _, chain := range []string{
		"", "mirror", "flip", "transpose", "rotate:90", "rotate:180", "rotate:270", "rotate:10", "rotate:-123.4", "rotate:45,rotate:-45",
		"crop", "crop:3:5:40:21", "resize:50", "resize:80:80", "resize:80:80:contain", "resize:60:60:cover", "resize:60:20:cover:gravity=bottom-right",
		"resize:60:60:cover:gravity=energy", "resize:60:60:cover:gravity=faces", "mirror,crop:10%:20%:50%:60%,rotate:90,resize:40:30:cover,flip",
		"rotate:20,crop:25%:25%:50%:50%,mirror,resize:70", "border:1,mirror", "resize:100,mirror,transpose,rotate:7",
	} {
		for _, size := range [][2]int{{64, 48}, {117, 61}, {33, 101}} {
			checkAffine(t, chain, size[0], size[1])
		}
	}
}

// What an operation may do by default, the map must know: no other operation moves a picture.
func TestEveryOperationHasAnAffine(t *testing.T) {
	for _, op := range registry.Ops() {
		if f := apply(t, op.Name, filtertest.Picture(64, 48, frame.YUV420)); !f.Affine.Known() {
			t.Errorf("%s has none", op.Name)
		}
	}
}

// The picture as it is stored is of no interest to who has seen it upright.
func TestAffineIsOfTheUprightFrame(t *testing.T) {
	chain, err := registry.Parse("resize:30,mirror")
	if err != nil {
		t.Fatal(err)
	}
	f := filtertest.Picture(64, 48, frame.YUV420)
	if err := chain.Scaled(50).Run(context.Background(), f, filter.Metadata{Turn: frame.Rotate90}, 1<<20); err != nil {
		t.Fatal(err)
	}
	if want := (wire.Affine{A: -1, D: 1, E: 1}); f.Affine != want {
		t.Errorf("%v, want %v", f.Affine, want)
	}
}
