package face

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"github.com/disintegration/imaging"

	"framepost/api/filter/face/cascade"
	"framepost/api/filter/filtertest"
	"framepost/api/kernel"
)

func init() { Use(cascade.Load) }

// sample returns the portrait, and the place of its face.
func sample(t testing.TB) (portrait image.Image, face image.Rectangle) {
	t.Helper()
	return filtertest.Portrait(t), filtertest.Face
}

// plane returns the luma of a picture.
func plane(img image.Image) kernel.Plane {
	r := img.Bounds()
	g := image.NewGray(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(g, g.Rect, img, r.Min, draw.Src)
	return kernel.Plane{Pix: g.Pix, Stride: g.Stride, W: r.Dx(), H: r.Dy()}
}

// over returns the intersection over union.
func over(a, b image.Rectangle) float64 {
	both := a.Intersect(b)
	common := float64(both.Dx() * both.Dy())
	return common / (float64(a.Dx()*a.Dy()+b.Dx()*b.Dy()) - common)
}

func TestFindInSample(t *testing.T) {
	portrait, face := sample(t)
	faces := Find(plane(portrait), 40, Certain)
	if len(faces) != 1 || over(faces[0], face) < 0.7 {
		t.Errorf("got %v, want %v", faces, face)
	}
}

// TestFindInVersions looks for the portrait shifted, scaled and darkened on noise, ten times.
func TestFindInVersions(t *testing.T) {
	portrait, face := sample(t)
	versions := []struct {
		x, y  int
		scale float64
		light float64 // what remains of it
	}{
		{0, 0, 1, 1}, {300, 60, 1, 1}, {33, -80, 1.2, 1}, {280, 200, 0.7, 0.8}, {500, 300, 0.4, 0.9},
		{10, 250, 0.5, 0.6}, {211, 97, 0.85, 0.5}, {400, 10, 0.55, 0.35}, {120, -150, 1.5, 0.7}, {303, 177, 0.63, 0.25},
	}
	found := 0
	for _, v := range versions {
		canvas := noise(640, 480)
		scaled := imaging.Resize(portrait, int(float64(portrait.Bounds().Dx())*v.scale), 0, imaging.Linear)
		draw.Draw(canvas, scaled.Rect.Add(image.Pt(v.x, v.y)), scaled, image.Point{}, draw.Src)
		p := plane(canvas)
		for i, sample := range p.Pix {
			p.Pix[i] = byte(float64(sample) * v.light)
		}
		want := image.Rect(scaledBy(face.Min.X, v.scale), scaledBy(face.Min.Y, v.scale),
			scaledBy(face.Max.X, v.scale), scaledBy(face.Max.Y, v.scale)).Add(image.Pt(v.x, v.y))
		faces := Find(p, 40, Certain)
		if len(faces) >= 1 && over(faces[0], want) > 0.5 {
			found++
		}
		if len(faces) > 1 {
			t.Errorf("%+v: more than one face: %v", v, faces)
		}
		t.Logf("%+v: %v, the face is %v", v, faces, want)
	}
	if found < 9 {
		t.Errorf("found %d of %d", found, len(versions))
	}
}

func scaledBy(v int, scale float64) int { return int(float64(v) * scale) }

func noise(w, h int) *image.Gray {
	rnd := rand.New(rand.NewPCG(1, 2))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = byte(rnd.Uint32())
	}
	return g
}

func TestFindNothing(t *testing.T) {
	flat := image.NewUniform(color.Gray{Y: 90})
	for _, size := range [][2]int{{1, 1}, {1, 4000}, {4000, 1}, {23, 23}, {24, 24}, {25, 31}, {640, 480}, {3000, 40}} {
		r := image.Rect(0, 0, size[0], size[1])
		even := image.NewGray(r)
		draw.Draw(even, r, flat, image.Point{}, draw.Src)
		stripes, ramp := image.NewGray(r), image.NewGray(r)
		for y := range size[1] {
			for x := range size[0] {
				stripes.SetGray(x, y, color.Gray{Y: byte((x/8 + y/8) % 2 * 255)})
				ramp.SetGray(x, y, color.Gray{Y: byte(x * 255 / size[0])})
			}
		}
		for name, img := range map[string]image.Image{"even": even, "checks": stripes, "ramp": ramp, "noise": noise(size[0], size[1])} {
			for _, least := range []int{0, 1, 40, 1 << 30} {
				if faces := Find(plane(img), least, Certain); len(faces) > 0 {
					t.Errorf("%s of %v, at least %d: found %v", name, size, least, faces)
				}
			}
		}
	}
}

func TestFindOnlyLarge(t *testing.T) {
	portrait, face := sample(t)
	if faces := Find(plane(portrait), face.Dx()*3/2, Certain); len(faces) != 0 {
		t.Errorf("found %v, though the face is %d px wide", faces, face.Dx())
	}
}

func TestGatherLiterals(t *testing.T) {
	got := gather([]window{
		{y: 100, x: 50, side: 40, score: 6}, {y: 104, x: 54, side: 40, score: 18}, // one face
		{y: 300, x: 300, side: 40, score: 9},                                        // too uncertain
		{y: 200, x: 20, side: 30, score: 100}, {y: 200, x: 50, side: 30, score: 12}, // side by side
	}, Certain)
	want := []cluster{{20, 200, 30, 100}, {53, 103, 40, 24}, {50, 200, 30, 12}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}

// TestGatherMany has far more windows than any picture.
func TestGatherMany(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	hits := make([]window, 200_000)
	for i := range hits {
		hits[i] = window{y: rnd.IntN(4000), x: rnd.IntN(4000), side: 24 + rnd.IntN(9), score: 20}
	}
	if faces := gather(hits, Certain); len(faces) == 0 || len(faces) > most {
		t.Errorf("%d faces", len(faces))
	}
}

func BenchmarkFind(b *testing.B) {
	portrait, _ := sample(b)
	canvas := noise(640, 480)
	draw.Draw(canvas, portrait.Bounds().Add(image.Pt(200, 60)), portrait, image.Point{}, draw.Src)
	for name, least := range map[string]int{"8%": 38, "all": 0} {
		b.Run(name, func(b *testing.B) {
			p := plane(canvas)
			b.ReportAllocs()
			for b.Loop() {
				Find(p, least, Certain)
			}
		})
	}
}
