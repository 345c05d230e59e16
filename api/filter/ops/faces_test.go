package ops

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"slices"
	"testing"

	"github.com/disintegration/imaging"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/paint"
	"framepost/api/frame"
)

// portrait returns the portrait of filtertest, on middle grey at an offset, and
// the place of its face.
func portrait(t testing.TB, s frame.Sampling, w, h, x, y int) (f *frame.Frame, face image.Rectangle) {
	t.Helper()
	f = frame.OfNRGBA(imaging.Paste(imaging.New(w, h, color.Gray{Y: 128}), filtertest.Portrait(t), image.Pt(x, y)))
	if s == frame.Gray {
		f.DropChroma()
	}
	f.Planes()
	return f, filtertest.Face.Add(image.Pt(x, y))
}

// overlap returns the intersection over union.
func overlap(a, b image.Rectangle) float64 {
	both := a.Intersect(b)
	common := float64(both.Dx() * both.Dy())
	return common / (float64(a.Dx()*a.Dy()+b.Dx()*b.Dy()) - common)
}

// psnr of luma, inside a box and outside it, in dB.
func psnr(f, g *frame.Frame, box image.Rectangle) (inside, outside float64) {
	var squares, count [2]float64
	for y := range f.H {
		a, b := f.Planes()[0].Row(y), g.Planes()[0].Row(y)
		for x := range a {
			where, d := 0, float64(a[x])-float64(b[x])
			if !image.Pt(x, y).In(box) {
				where = 1
			}
			squares[where] += d * d
			count[where]++
		}
	}
	db := func(i int) float64 { return 10 * math.Log10(255*255*count[i]/squares[i]) }
	return db(0), db(1)
}

func TestFacesAreHidden(t *testing.T) {
	for _, chain := range []string{"faces", "faces:pixelate", "faces:fill", "faces:fill:colour=black", "faces:margin=0", "faces:pixelate:margin=0"} {
		for _, s := range []frame.Sampling{frame.Gray, frame.YUV420} {
			before, face := portrait(t, s, 641, 481, 155, 43)
			after, _ := portrait(t, s, 641, 481, 155, 43)
			apply(t, chain, after)
			if len(after.Faces) != 1 || overlap(after.Faces[0], face) < 0.4 || !after.Faces[0].In(image.Rect(0, 0, 641, 481)) {
				t.Fatalf("%s: faces at %v, want one at %v", chain, after.Faces, face)
			}
			inside, outside := psnr(before, after, after.Faces[0])
			if inside >= 20 || !math.IsInf(outside, 1) {
				t.Errorf("%s, sampling %d: %.1f dB inside the mask, %.1f outside", chain, s, inside, outside)
			}
			t.Logf("%s, sampling %d: %.1f dB inside the mask", chain, s, inside)
		}
	}
}

// TestFacesHideColoursToo checks that chroma changes where luma does and nowhere else.
func TestFacesHideColoursToo(t *testing.T) {
	before, _ := portrait(t, frame.YUV420, 500, 420, 101, 7)
	after, _ := portrait(t, frame.YUV420, 500, 420, 101, 7)
	apply(t, "faces", after)
	box := after.Faces[0]
	for i := 1; i <= 2; i++ {
		changed := 0
		for y, row := range filtertest.Rows(after, i) {
			for x, v := range row {
				if v == filtertest.Rows(before, i)[y][x] {
					continue
				}
				changed++
				if !image.Rect(2*x, 2*y, 2*x+2, 2*y+2).In(box) {
					t.Fatalf("plane %d has changed at %d, %d, outside %v", i, 2*x, 2*y, box)
				}
			}
		}
		if share := float64(4*changed) / float64(box.Dx()*box.Dy()); share < 0.5 {
			t.Errorf("only %.2f of plane %d have changed in the mask", share, i)
		}
	}
}

func TestFacesBoxLeavesFaces(t *testing.T) {
	before, _ := portrait(t, frame.YUV420, 500, 420, 101, 7)
	after, _ := portrait(t, frame.YUV420, 500, 420, 101, 7)
	apply(t, "faces:box", after)
	box := after.Faces[0]
	if inside, _ := psnr(before, after, box.Inset(8)); !math.IsInf(inside, 1) {
		t.Errorf("the box is painted over: %.1f dB", inside)
	}
	corner := box.Min.Y*after.Planes()[0].Stride + box.Min.X
	if got, want := after.Planes()[0].Pix[corner], paint.YCbCr(color.RGBA{G: 0xc0, B: 0x60})[0]; got != want {
		t.Errorf("the corner is %d, want %d", got, want)
	}
}

// TestFacesMoveAlong checks that the boxes follow the face through later operations.
func TestFacesMoveAlong(t *testing.T) {
	f, face := portrait(t, frame.YUV420, 640, 480, 200, 60)
	apply(t, "faces:box:margin=0", f)
	found := f.Faces[0]
	if overlap(found, face) < 0.7 {
		t.Fatalf("found %v, the face is %v", found, face)
	}
	tests := []struct {
		chain string
		want  []image.Rectangle
	}{
		{"mirror", []image.Rectangle{image.Rect(640-found.Max.X, found.Min.Y, 640-found.Min.X, found.Max.Y)}},
		{"resize:1280", []image.Rectangle{{found.Min.Mul(2), found.Max.Mul(2)}}},
		{"rotate:90", []image.Rectangle{image.Rect(480-found.Max.Y, found.Min.X, 480-found.Min.Y, found.Max.X)}},
		{"crop:0:0:100%:100%,blur,gray", []image.Rectangle{found}},
		{"crop:0:0:50:50", []image.Rectangle{}},
		{"posterize,brightness:10", []image.Rectangle{found}},
	}
	for _, test := range tests {
		f, _ := portrait(t, frame.YUV420, 640, 480, 200, 60)
		apply(t, "faces:box:margin=0,"+test.chain, f)
		if !slices.Equal(f.Faces, test.want) {
			t.Errorf("%s: faces at %v, want %v", test.chain, f.Faces, test.want)
		}
	}

	apply(t, "rotate:180.001", f)
	if want := image.Rect(640-found.Max.X, 480-found.Max.Y, 640-found.Min.X, 480-found.Min.Y); overlap(f.Faces[0], want) < 0.97 {
		t.Errorf("turned by 180°: a face at %v, want %v", f.Faces[0], want)
	}
}

func TestFacesAreSaidOnce(t *testing.T) {
	f, _ := portrait(t, frame.YUV420, 640, 480, 200, 60)
	if apply(t, "faces:box,faces:box,faces", f); len(f.Faces) != 1 {
		t.Errorf("got %v", f.Faces)
	}
	f = apply(t, "faces", filtertest.Picture(64, 48, frame.YUV420))
	if f.Faces == nil || len(f.Faces) != 0 {
		t.Errorf("got %#v where there is no face", f.Faces)
	}
}

func BenchmarkFaces(b *testing.B) {
	source, _ := portrait(b, frame.YUV420, 640, 480, 200, 60)
	b.ReportAllocs()
	for b.Loop() {
		f := frame.New(640, 480, frame.YUV420)
		for i, p := range source.Planes() {
			filtertest.CopyPlane(f.Planes()[i], p)
		}
		apply(b, "faces", f)
		f.Release()
	}
}

// TestBoxesRotate checks that a service's boxes go where faces at the same place go.
func TestBoxesRotate(t *testing.T) {
	f := filtertest.Picture(60, 40, frame.YUV420)
	f.Faces = []image.Rectangle{image.Rect(10, 5, 30, 25)}
	f.Boxes = []frame.Box{{Rectangle: f.Faces[0], Label: "cat", Score: 0.5}}
	apply(t, "rotate:10,resize:30,mirror", f)
	if want := (frame.Box{Rectangle: f.Faces[0], Label: "cat", Score: 0.5}); len(f.Boxes) != 1 || f.Boxes[0] != want {
		t.Errorf("got %v, want %v", f.Boxes, want)
	}
}

// Where what is left is sent to others, what may be a face is hidden, too, also after an operation
// that has made another picture.
func TestWaryFacesHidesMore(t *testing.T) {
	hidden := func(angle string, wary bool) bool {
		f, _ := portrait(t, frame.YUV420, 400, 400, 30, 30)
		f.Wary = wary
		return len(apply(t, "rotate:"+angle+",faces:fill", f).Faces) > 0
	}
	more := 0
	for _, angle := range []string{"0", "8", "16", "24", "28", "31", "60"} {
		surely, warily := hidden(angle, false), hidden(angle, true)
		if surely && !warily {
			t.Errorf("turned by %s°, a face is hidden only where not everything has to be", angle)
		}
		if warily && !surely {
			more++
		}
	}
	if more == 0 {
		t.Error("nothing more is hidden")
	}
	if hidden("60", true) {
		t.Error("anything is hidden")
	}
}

// After a wary mask nobody finds a face, in a JPEG of the result and in half its size neither: not the
// one that was there, and not the squares of the mask.
func TestNoFaceIsFoundAfterAWaryMask(t *testing.T) {
	seen := 0
	for _, mask := range []string{"pixelate", "blur", "fill"} {
		for _, x := range []int{-150, -90, -30, 30, 150, 270} {
			for _, size := range []string{"560", "342", "207"} {
				f, _ := portrait(t, frame.YUV420, 560, 420, x, 10)
				f.Wary = true
				f = apply(t, "resize:"+size+",faces:"+mask, f)
				seen += len(f.Faces)
				for _, width := range []int{f.W, f.W / 2} {
					var file bytes.Buffer
					if err := jpeg.Encode(&file, imaging.Resize(f.NRGBA(), width, 0, imaging.Box), &jpeg.Options{Quality: 45}); err != nil {
						t.Fatal(err)
					}
					img, err := jpeg.Decode(&file)
					if err != nil {
						t.Fatal(err)
					}
					again := apply(t, "faces", frame.OfNRGBA(imaging.Clone(img)))
					if len(again.Faces) > 0 {
						t.Errorf("%s, at %d of %s px, %d px wide: %v is found", mask, x, size, width, again.Faces)
					}
					again.Release()
				}
				f.Release()
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d faces were there", seen)
	}
}
