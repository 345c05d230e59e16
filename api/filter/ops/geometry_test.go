package ops

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/disintegration/imaging"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/paint"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

func TestGeometryLiterals(t *testing.T) {
	tests := []struct {
		chain string
		want  [][]byte // result for the rows 1 2 3 and 4 5 6
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
		got := filtertest.Rows(apply(t, test.chain, filtertest.Grey([]byte{1, 2, 3}, []byte{4, 5, 6})), 0)
		if string(bytes.Join(got, []byte{','})) != string(bytes.Join(test.want, []byte{','})) {
			t.Errorf("%s: got %v, want %v", test.chain, got, test.want)
		}
	}
}

func TestResizeSizes(t *testing.T) {
	tests := []struct {
		to   [2]int
		fit  string
		w, h int // of the picture
		want [2]int
		crop image.Rectangle // empty for the whole picture
	}{
		{[2]int{700, 0}, "stretch", 640, 480, [2]int{700, 525}, image.Rectangle{}},
		{[2]int{320, 0}, "stretch", 640, 481, [2]int{320, 241}, image.Rectangle{}},
		{[2]int{0, 100}, "stretch", 640, 480, [2]int{133, 100}, image.Rectangle{}},
		{[2]int{10, 0}, "cover", 1000, 3, [2]int{10, 1}, image.Rectangle{}},
		{[2]int{100, 100}, "stretch", 640, 480, [2]int{100, 100}, image.Rectangle{}},
		{[2]int{100, 100}, "contain", 640, 480, [2]int{100, 75}, image.Rectangle{}},
		{[2]int{100, 100}, "contain", 480, 640, [2]int{75, 100}, image.Rectangle{}},
		{[2]int{100, 100}, "contain", 7, 7, [2]int{100, 100}, image.Rectangle{}},
		{[2]int{100, 100}, "cover", 640, 480, [2]int{100, 100}, image.Rect(80, 0, 560, 480)},
		{[2]int{100, 50}, "cover", 480, 640, [2]int{100, 50}, image.Rect(0, 200, 480, 440)},
		{[2]int{8192, 1}, "cover", 3, 3, [2]int{8192, 1}, image.Rect(0, 1, 3, 2)},
	}
	for _, test := range tests {
		want := test.crop
		if want.Empty() {
			want = image.Rect(0, 0, test.w, test.h)
		}
		keep, w, h := fitted(test.w, test.h, test.to[0], test.to[1], test.fit)
		at := paint.Place("centre", test.w, test.h, keep.X, keep.Y, 0)
		crop := image.Rectangle{Min: at, Max: at.Add(keep)}
		if w != test.want[0] || h != test.want[1] || crop != want {
			t.Errorf("%d×%d to %v, %s, is %d×%d of %v; want %v of %v", test.w, test.h, test.to, test.fit, w, h, crop, test.want, want)
		}
	}
}

// TestResizeByOneSide sets only one side; the other one follows from it.
func TestResizeByOneSide(t *testing.T) {
	for chain, want := range map[string]image.Point{
		"resize::480":             {640, 480},
		"resize::48:stretch":      {64, 48},
		"resize:height=480":       {640, 480},
		"resize:80:":              {80, 60},
		"resize:":                 {700, 525},
		"resize:width=0:height=9": {12, 9},
		"resize:700:480":          {700, 480}, // the default, but given
		"resize:width=700:48":     {700, 48},
		"resize::48:cover":        {700, 48}, // a box has two sides
		"resize::48:contain":      {64, 48},
	} {
		if f := apply(t, chain, filtertest.Flat(64, 48, frame.Gray, 0)); f.W != want.X || f.H != want.Y {
			t.Errorf("%s makes %d×%d, want %v", chain, f.W, f.H, want)
		}
	}
}

// TestResizeIsImaging compares on a smooth picture. The tolerance of 4 levels is for imaging's box
// filter, which counts each sample fully or not at all, where area counts the covered part.
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
		for y, row := range filtertest.Rows(got, 0) {
			if d := filtertest.Furthest(row, reds(want, y)); d > 4 {
				t.Errorf("%s: row %d is %d off", chain, y, d)
				break
			}
		}
	}
}

// smooth returns a grey picture of slow waves.
func smooth(w, h int) *frame.Frame {
	f := frame.New(w, h, frame.Gray)
	for y, row := range filtertest.Rows(f, 0) {
		for x := range row {
			row[x] = filter.Round(128 + 60*math.Sin(float64(x)/14) + 50*math.Cos(float64(y)/11))
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

// TestRotateIsDefinition computes each sample of each plane by the inverse rotation, in floating
// point, with the background outside. The tolerance of 2 levels is for weights of 8 bits.
func TestRotateIsDefinition(t *testing.T) {
	const w, h = 41, 30
	ground := paint.YCbCr(color.RGBA{R: 255, A: 255})
	for _, s := range filtertest.Samplings {
		for chain, angle := range map[string]float64{"rotate:30:red": 30, "rotate:-8:ff0000": -8, "rotate:145.5:red": 145.5} {
			in, out := filtertest.Picture(w, h, s), apply(t, chain, filtertest.Picture(w, h, s))
			planes.AddChroma(in)
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

// interpolate returns the bilinear interpolation at u, v.
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

// TestRotateIsImaging rotates by angles for which both make pictures of the same size, and ignores
// the edges, which imaging treats differently.
func TestRotateIsImaging(t *testing.T) {
	for chain, angle := range map[string]float64{"rotate:30": 30, "rotate:-8": -8, "rotate:145": 145} {
		got := apply(t, chain, smooth(40, 30))
		want := imaging.Rotate(smooth(40, 30).NRGBA(), -angle, color.Black) // imaging turns counter-clockwise
		if got.W != want.Rect.Dx() || got.H != want.Rect.Dy() {
			t.Fatalf("%s is %d×%d, with imaging %v", chain, got.W, got.H, want.Rect)
		}
		centre := image.Pt(got.W/2, got.H/2)
		for y := centre.Y - 10; y < centre.Y+10; y++ {
			if d := filtertest.Furthest(filtertest.Rows(got, 0)[y][centre.X-10:centre.X+10], reds(want, y)[centre.X-10:centre.X+10]); d > 2 {
				t.Errorf("%s: row %d is %d off", chain, y, d)
			}
		}
	}
}

// TestQuartersAreMoves checks that a rotation by a quarter is free: the decoder can still shrink
// for a resize after it.
func TestQuartersAreMoves(t *testing.T) {
	for angle, want := range map[string]int{"0": 8, "-360": 8, "180": 8, "90": 8, "10": 1} {
		c, err := registry.Parse("rotate:" + angle + ",resize:60:60")
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Shrink(640, 480, frame.Upright); got != want {
			t.Errorf("after a rotation by %s a decoder may shrink by %d, want %d", angle, got, want)
		}
	}
}

func BenchmarkRotate(b *testing.B) { benchmark(b, "rotate:20") }
