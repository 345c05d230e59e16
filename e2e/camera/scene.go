package camera

import (
	"image"
	"math"
	"math/rand/v2"
)

// The limited range of video, which Y4M means by default and Chromium assumes.
const (
	black = 16
	white = 235
)

// ridges are the hills from the farthest to the nearest: the height of the crest and how much
// it varies (in picture heights), the speed of its drift (in picture widths a second) and its
// colour.
var ridges = []struct {
	crest, relief, speed float64
	y, cb, cr            uint8
	texture              float64
}{
	{0.52, 0.16, 0.02, 158, 138, 118, 4},
	{0.62, 0.15, 0.05, 122, 132, 119, 8},
	{0.73, 0.14, 0.11, 88, 122, 121, 14},
	{0.86, 0.12, 0.24, 52, 117, 126, 18},
}

// A scene draws the landscape: hills that drift at different speeds, a sun that circles above
// them, and grain over everything. With the grain, a JPEG of 640×480 at quality 85 is as large
// as with an indoor camera's noise, 40 to 50 kB.
type scene struct {
	width, height int
	fps           float64
	grain         []int8 // a tile of noise, shifted at random in each frame
	terrain       []int8 // texture that moves with its hill
	random        *rand.Rand
}

const tile = 256 // px, side of the grain and terrain tiles

func newScene(width, height int, fps float64) *scene {
	s := &scene{
		width: width, height: height, fps: fps,
		grain:   make([]int8, tile*tile),
		terrain: make([]int8, tile*tile),
		random:  rand.New(rand.NewPCG(1, 2)), // the same film every time
	}
	for i := range s.grain {
		s.grain[i] = int8(max(-12, min(12, s.random.NormFloat64()*3.2)))
	}
	for y := range tile {
		for x := range tile {
			s.terrain[y*tile+x] = int8(127 * (valueNoise(float64(x)/5, float64(y)/3, tile/5) - 0.5))
		}
	}
	return s
}

// draw paints frame n into img, which is 4:2:0 and has the scene's size.
func (s *scene) draw(img *image.YCbCr, n int) {
	t := float64(n) / s.fps
	crests := s.crests(t)
	sunX := (0.5 + 0.33*math.Cos(t*0.7)) * float64(s.width)
	sunY := (0.28 + 0.1*math.Sin(t*1.1)) * float64(s.height)
	radius := 0.07 * float64(s.height)
	dx, dy := s.random.IntN(tile), s.random.IntN(tile)
	for y := range s.height {
		sky := float64(y) / float64(s.height)
		skyY, skyCb, skyCr := 205-60*(1-sky), 128+26*(1-sky), 128-14*(1-sky)+18*sky*sky
		grain := s.grain[(y+dy)%tile*tile:][:tile]
		for x := range s.width {
			luma, cb, cr := skyY, skyCb, skyCr
			if d := math.Abs(float64(x)-sunX) + math.Abs(float64(y)-sunY); d < 4*radius {
				d = math.Hypot(float64(x)-sunX, float64(y)-sunY)
				glow := max(0, min(1, (2.2*radius-d)/(1.4*radius)))
				luma, cb, cr = luma+glow*(232-luma), cb-glow*34, cr+glow*16
			}
			for i := len(ridges) - 1; i >= 0; i-- {
				if y >= crests[i][x] {
					r := ridges[i]
					tx := (x + int(t*r.speed*float64(s.width))) % tile
					luma = float64(r.y) + r.texture*float64(s.terrain[y%tile*tile+tx])/64
					cb, cr = float64(r.cb), float64(r.cr)
					break
				}
			}
			luma += float64(grain[(x+dx)%tile])
			img.Y[y*img.YStride+x] = uint8(max(black, min(white, luma)))
			if x&1 == 0 && y&1 == 0 {
				c := y/2*img.CStride + x/2
				img.Cb[c], img.Cr[c] = uint8(cb), uint8(cr)
			}
		}
	}
}

// crests returns, for each ridge, the row in which it begins in each column.
func (s *scene) crests(t float64) [][]int {
	rows := make([][]int, len(ridges))
	for i, r := range ridges {
		rows[i] = make([]int, s.width)
		for x := range s.width {
			u := (float64(x)/float64(s.width) + t*r.speed) * 5
			n := 0.65*valueNoise(u, float64(10*i), 1<<20) + 0.25*valueNoise(3*u, float64(10*i+5), 1<<20) +
				0.1*valueNoise(9*u, float64(10*i+7), 1<<20)
			rows[i][x] = int((r.crest - r.relief*(n-0.5)*2) * float64(s.height))
		}
	}
	return rows
}

// valueNoise interpolates between random values, 0 to 1, on the integer grid. It repeats after
// period columns.
func valueNoise(x, y float64, period int) float64 {
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	fx, fy = fx*fx*(3-2*fx), fy*fy*(3-2*fy)
	at := func(dx, dy int) float64 { return lattice((int(x0)+dx)%period, int(y0)+dy) }
	top := at(0, 0) + fx*(at(1, 0)-at(0, 0))
	bottom := at(0, 1) + fx*(at(1, 1)-at(0, 1))
	return top + fy*(bottom-top)
}

// lattice returns a fixed random value, 0 to 1, for each grid point: a round of the splitmix64
// finaliser on its coordinates.
func lattice(x, y int) float64 {
	z := uint64(x)*0x9e3779b97f4a7c15 + uint64(y)*0xbf58476d1ce4e5b9
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}
