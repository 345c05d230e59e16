package filter

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/disintegration/imaging"

	"framepost/api/frame"
)

func TestGeometryLiterals(t *testing.T) {
	tests := []struct {
		chain string
		want  [][]byte // of rows 1 2 3 and 4 5 6
	}{
		{"mirror", [][]byte{{3, 2, 1}, {6, 5, 4}}},
		{"flip", [][]byte{{4, 5, 6}, {1, 2, 3}}},
		{"transpose", [][]byte{{1, 4}, {2, 5}, {3, 6}}},
		{"rotate", [][]byte{{4, 1}, {5, 2}, {6, 3}}},
		{"rotate:0", [][]byte{{1, 2, 3}, {4, 5, 6}}},
		{"rotate:180", [][]byte{{6, 5, 4}, {3, 2, 1}}},
		{"rotate:-90", [][]byte{{3, 6}, {2, 5}, {1, 4}}},
		{"rotate:270", [][]byte{{3, 6}, {2, 5}, {1, 4}}},
		{"rotate:-360", [][]byte{{1, 2, 3}, {4, 5, 6}}},
		{"crop:1:0:2:1", [][]byte{{2, 3}}},
		{"crop:1:1:100:100", [][]byte{{5, 6}}},
		{"crop:100:100:1:1", [][]byte{{6}}},
		{"crop:0:50%:100%:50%", [][]byte{{4, 5, 6}}},
		{"crop:0:0:0%:0%", [][]byte{{1}}},
		{"resize:3:2", [][]byte{{1, 2, 3}, {4, 5, 6}}},
		{"resize:6:4:kernel=nearest", [][]byte{{1, 1, 2, 2, 3, 3}, {1, 1, 2, 2, 3, 3}, {4, 4, 5, 5, 6, 6}, {4, 4, 5, 5, 6, 6}}},
		{"resize:1:1:kernel=area", [][]byte{{4}}}, // 3.5
		{"resize:2:2:cover:nearest", [][]byte{{1, 2}, {4, 5}}},
		{"mirror,crop:0:0:1:2", [][]byte{{3}, {6}}},
		{"crop:1:0:2:2,rotate", [][]byte{{5, 2}, {6, 3}}},
		{"flip,flip", [][]byte{{1, 2, 3}, {4, 5, 6}}},
	}
	for _, test := range tests {
		got := rows(apply(t, test.chain, grey([]byte{1, 2, 3}, []byte{4, 5, 6})), 0)
		if string(bytes.Join(got, []byte{','})) != string(bytes.Join(test.want, []byte{','})) {
			t.Errorf("%s: got %v, want %v", test.chain, got, test.want)
		}
	}
}

func TestResizeSizes(t *testing.T) {
	tests := []struct {
		chain    string
		w, h     int // of the picture
		toW, toH int
		crop     image.Rectangle // empty for all
	}{
		{chain: "resize", w: 640, h: 480, toW: 700, toH: 525},
		{chain: "resize:320", w: 640, h: 481, toW: 320, toH: 241},
		{chain: "resize:0:100", w: 640, h: 480, toW: 133, toH: 100},
		{chain: "resize:10", w: 1000, h: 3, toW: 10, toH: 1},
		{chain: "resize:100:100", w: 640, h: 480, toW: 100, toH: 100},
		{chain: "resize:100:100:contain", w: 640, h: 480, toW: 100, toH: 75},
		{chain: "resize:100:100:contain", w: 480, h: 640, toW: 75, toH: 100},
		{chain: "resize:100:100:contain", w: 7, h: 7, toW: 100, toH: 100},
		{chain: "resize:100:100:cover", w: 640, h: 480, toW: 100, toH: 100, crop: image.Rect(80, 0, 560, 480)},
		{chain: "resize:100:50:cover", w: 480, h: 640, toW: 100, toH: 50, crop: image.Rect(0, 200, 480, 440)},
		{chain: "resize:8192:1:cover", w: 3, h: 3, toW: 8192, toH: 1, crop: image.Rect(0, 1, 3, 2)},
	}
	for _, test := range tests {
		c, err := Parse(test.chain)
		if err != nil {
			t.Fatal(err)
		}
		crop := test.crop
		if crop.Empty() {
			crop = image.Rect(0, 0, test.w, test.h)
		}
		g := c.steps[0].work.(Move)(c.steps[0].args, test.w, test.h)
		if g.W != test.toW || g.H != test.toH || g.Crop != crop {
			t.Errorf("%s of %d×%d is %d×%d of %v; want %d×%d of %v", test.chain, test.w, test.h,
				g.W, g.H, g.Crop, test.toW, test.toH, crop)
		}
	}
}

// TestResizeIsImaging compares on a smooth picture. 4 levels cover the other's box, which
// counts a sample wholly or not at all where area counts a part of it.
func TestResizeIsImaging(t *testing.T) {
	const w, h = 97, 61
	f := smooth(w, h)
	in := f.NRGBA()
	for chain, want := range map[string]*image.NRGBA{
		"resize:41:33":                   imaging.Resize(in, 41, 33, imaging.Box),
		"resize:41:33:kernel=area":       imaging.Resize(in, 41, 33, imaging.Box),
		"resize:150:90":                  imaging.Resize(in, 150, 90, imaging.Linear),
		"resize:50:30:kernel=lanczos":    imaging.Resize(in, 50, 30, imaging.Lanczos),
		"resize:150:150:kernel=lanczos":  imaging.Resize(in, 150, 150, imaging.Lanczos),
		"resize:40:40:fit=contain":       imaging.Fit(in, 40, 40, imaging.Box),
		"resize:40:40:cover:area":        imaging.Fill(in, 40, 40, imaging.Center, imaging.Box),
		"resize:20:0:kernel=linear,flip": imaging.FlipV(imaging.Resize(in, 20, 0, imaging.Linear)),
	} {
		got := apply(t, chain, smooth(w, h))
		if got.W != want.Rect.Dx() || got.H != want.Rect.Dy() {
			t.Errorf("%s is %d×%d, with imaging %v", chain, got.W, got.H, want.Rect)
			continue
		}
		for y, row := range rows(got, 0) {
			if d := furthest(row, reds(want, y)); d > 4 {
				t.Errorf("%s: row %d is %d off", chain, y, d)
				break
			}
		}
	}
}

// smooth is a grey picture of slow waves.
func smooth(w, h int) *frame.Frame {
	f := frame.New(w, h, frame.Gray)
	for y, row := range rows(f, 0) {
		for x := range row {
			row[x] = round(128 + 60*math.Sin(float64(x)/14) + 50*math.Cos(float64(y)/11))
		}
	}
	return f
}

func reds(img *image.NRGBA, y int) []byte {
	row := make([]byte, img.Rect.Dx())
	for x := range row {
		row[x] = img.NRGBAAt(img.Rect.Min.X+x, img.Rect.Min.Y+y).R
	}
	return row
}

// TestRotateIsDefinition looks up each sample of each plane where the rotation backwards
// says, in floating point, and asks for the background outside. 2 levels cover weights
// of 8 bits.
func TestRotateIsDefinition(t *testing.T) {
	const w, h = 41, 30
	ground := ycbcr(color.RGBA{R: 255, A: 255})
	for _, s := range samplings {
		for chain, angle := range map[string]float64{"rotate:30:red": 30, "rotate:-8:ff0000": -8, "rotate:145.5:red": 145.5} {
			in, out := picture(w, h, s), apply(t, chain, picture(w, h, s))
			addChroma(in)
			sin, cos := math.Sincos(angle * math.Pi / 180)
			for i, p := range out.Planes() {
				stepX, stepY := 1, 1
				if i > 0 {
					stepX, stepY = out.Sampling().Step()
				}
				for y := range p.H {
					for x, got := range p.Row(y) {
						dx := (float64(x)+0.5)*float64(stepX) - float64(out.W)/2
						dy := (float64(y)+0.5)*float64(stepY) - float64(out.H)/2
						u := (dx*cos+dy*sin+w/2.0)/float64(stepX) - 0.5
						v := (dy*cos-dx*sin+h/2.0)/float64(stepY) - 0.5
						want := interpolate(in.Planes()[i], u, v, ground[i])
						if math.Abs(float64(got)-want) > 2 {
							t.Fatalf("%s, sampling %d, plane %d at %d, %d: got %d, want %.1f", chain, s, i, x, y, got, want)
						}
					}
				}
			}
		}
	}
}

// interpolate is bilinear interpolation at u, v.
func interpolate(p frame.Plane, u, v float64, outside byte) float64 {
	at := func(x, y int) float64 {
		if x < 0 || x >= p.W || y < 0 || y >= p.H {
			return float64(outside)
		}
		return float64(p.Row(y)[x])
	}
	left, top := math.Floor(u), math.Floor(v)
	x, y, fx, fy := int(left), int(top), u-left, v-top
	return (1-fy)*((1-fx)*at(x, y)+fx*at(x+1, y)) + fy*((1-fx)*at(x, y+1)+fx*at(x+1, y+1))
}

// TestRotateIsImaging turns by angles that make pictures of one size in both, and leaves
// out the edges, which imaging treats otherwise.
func TestRotateIsImaging(t *testing.T) {
	for chain, angle := range map[string]float64{"rotate:30": 30, "rotate:-8": -8, "rotate:145": 145} {
		got := apply(t, chain, smooth(40, 30))
		want := imaging.Rotate(smooth(40, 30).NRGBA(), -angle, color.Black) // against the clock there
		if got.W != want.Rect.Dx() || got.H != want.Rect.Dy() {
			t.Fatalf("%s is %d×%d, with imaging %v", chain, got.W, got.H, want.Rect)
		}
		centre := image.Pt(got.W/2, got.H/2)
		for y := centre.Y - 10; y < centre.Y+10; y++ {
			if d := furthest(rows(got, 0)[y][centre.X-10:centre.X+10], reds(want, y)[centre.X-10:centre.X+10]); d > 2 {
				t.Errorf("%s: row %d is %d off", chain, y, d)
			}
		}
	}
}

// TestQuartersAreMoves keeps the free rotations free.
func TestQuartersAreMoves(t *testing.T) {
	for _, chain := range []string{"rotate", "rotate:-360", "rotate:0", "rotate:180"} {
		c, err := Parse(chain)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := c.steps[0].work.(Move); !ok {
			t.Errorf("%s is a %T", chain, c.steps[0].work)
		}
	}
}

func BenchmarkRotate(b *testing.B) {
	c, err := Parse("rotate:20")
	if err != nil {
		b.Fatal(err)
	}
	source := picture(640, 480, frame.YUV420)
	args := c.steps[0].args
	w, h := rotatedSize(args, 640, 480)
	b.ReportAllocs()
	for b.Loop() {
		drawRotated(args, source, w, h).Release()
	}
}
