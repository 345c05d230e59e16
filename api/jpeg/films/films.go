// Package films draws what encoders and links are measured with: three films, the same every time.
package films

import (
	"math"
	"math/rand/v2"

	"framepost/api/frame"
)

// Film is one kind of what cameras see, with the noise of a sensor.
type Film struct {
	Name  string
	noise float64 // standard deviation of luma

	// at returns the luma at (x, y), in heights of the picture, after t seconds, and its
	// chroma.
	at func(x, y, t float64) (luma, cb, cr float64)
}

// A person before a camera, a camera that turns, and hands at work.
var (
	TalkingHead = Film{"talking head", 2, talkingHead}
	Pan         = Film{"pan", 3, pan}
	Desk        = Film{"desk", 2, desk}
)

// All is every film.
var All = []Film{TalkingHead, Pan, Desk}

// Period is the number of frames after which what moves in TalkingHead and Desk is where it was,
// so that a film of as many can be repeated.
const Period = 128

// turn returns the angle of what goes round n times in a Period.
func turn(n, t float64) float64 { return 2 * math.Pi * n * t * 30 / Period }

// talkingHead is a figure with texture, an ellipse of a quarter of a picture of 4:3, that sways a
// little before a wall.
func talkingHead(x, y, t float64) (luma, cb, cr float64) {
	const (
		sway = 0.016                    // heights
		a, b = 0.376126389, 0.282094792 // half axes: π·a·b is a quarter of 4/3
	)
	dx, dy := x-2./3-sway*math.Sin(turn(4, t)), y-0.55-sway/2*math.Sin(turn(6, t))
	if dx*dx/(a*a)+dy*dy/(b*b) < 1 {
		return 120 + 70*(detail(69*dx, 69*dy, 1)-0.5), 112, 148
	}
	return 150 + 40*(detail(20*x, 20*y, 2)-0.5), 124, 126
}

// pan moves everything: detail of all sizes, down to a few px, as strong as that of foliage. At half
// the size and a quality of 45, a JPEG of 640×480 px has about 11 kB.
func pan(x, y, t float64) (luma, cb, cr float64) {
	x += 0.4 * t
	v := 0.0
	for i := range 6 {
		v += detail(x*float64(int(3)<<i), y*float64(int(3)<<i), uint64(i)) - 0.5
	}
	return 126 + 80*v, 128 + 20*detail(5*x, 5*y, 7) - 10, 128 + 20*detail(4*x, 4*y, 8) - 10
}

// desk has sharp edges, text-like rows, and small things that move.
func desk(x, y, t float64) (luma, cb, cr float64) {
	if math.Hypot(x-0.9-0.1*math.Cos(turn(1, t)), y-0.7-0.05*math.Sin(turn(1, t))) < 0.04 {
		return 90, 100, 180 // a hand's pen
	}
	if x > 0.2 && x < 0.8 && y > 0.15 && y < 0.8 { // a sheet of paper
		row, column := math.Floor(y*40), math.Floor(x*110)
		if int(row)%2 == 0 && detail(column, row, 3) > 0.45 {
			return 60, 128, 128
		}
		return 225, 126, 129
	}
	return 110 + 40*detail(12*x, 90*y, 4), 110, 142 // wood
}

// Frame returns frame n of 30 a second, w×h px in 4:2:0. The caller must release it.
func (f Film) Frame(w, h, n int) *frame.Frame {
	out := frame.New(w, h, frame.YUV420)
	r := rand.New(rand.NewPCG(uint64(n), 5))
	planes := out.Planes()
	for y := range h {
		row := planes[0].Row(y)
		for x := range row {
			luma, cb, cr := f.at(float64(x)/float64(h), float64(y)/float64(h), float64(n)/30)
			row[x] = clamped(luma + f.noise*r.NormFloat64())
			if x%2 == 0 && y%2 == 0 {
				planes[1].Row(y / 2)[x/2] = clamped(cb + f.noise/2*r.NormFloat64())
				planes[2].Row(y / 2)[x/2] = clamped(cr + f.noise/2*r.NormFloat64())
			}
		}
	}
	return out
}

func clamped(v float64) byte { return byte(min(max(v+0.5, 0), 255)) }

// detail is smooth noise from 0 to 1 with a period of about a unit: random values at whole
// coordinates, and what lies between them.
func detail(x, y float64, seed uint64) float64 {
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	fx, fy = fx*fx*(3-2*fx), fy*fy*(3-2*fy)
	value := func(x, y float64) float64 {
		n := uint64(int64(x))*0x9E3779B97F4A7C15 ^ uint64(int64(y))*0xC2B2AE3D27D4EB4F ^ seed<<32
		n ^= n >> 29
		n *= 0xBF58476D1CE4E5B9
		return float64(n>>40) / (1 << 24)
	}
	top := value(x0, y0)*(1-fx) + value(x0+1, y0)*fx
	bottom := value(x0, y0+1)*(1-fx) + value(x0+1, y0+1)*fx
	return top*(1-fy) + bottom*fy
}
