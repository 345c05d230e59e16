package jpeg

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"framepost/api/frame"
	"framepost/api/jpeg/films"
)

// use collects which share of the limits is used, and how many times that of Encode the time is.
type use struct {
	shares, times []float64
}

// add encodes f within a limit. Neither a picture that does not fit nor one at the best quality
// could use all of it. Both are timed the second time, when samples, tables and branches are as well
// known to the processor for the one as for the other.
func (u *use) add(t *testing.T, f *frame.Frame, limit int) {
	data, quality, err := fitted(t, f, limit, 100)
	if err != nil || quality == 100 {
		return
	}
	lent(f, quality).Release()
	began := time.Now()
	out, _, err := EncodeWithin(context.Background(), f, Limit{Bytes: limit, Worst: leastQuality, Best: 100})
	within := time.Since(began)
	if err != nil {
		t.Fatal(err)
	}
	out.Release()
	began = time.Now()
	lent(f, quality).Release()
	u.times = append(u.times, float64(within)/float64(time.Since(began)))
	u.shares = append(u.shares, float64(len(data))/float64(limit))
}

// check fails the test if the mean share is too small. The time is only logged: it depends on
// what else the machine does.
func (u *use) check(t *testing.T, name string, fewest int) {
	slices.Sort(u.times)
	slices.Sort(u.shares)
	mean, n := 0.0, len(u.shares)
	for _, share := range u.shares {
		mean += share / float64(n)
	}
	t.Logf("%s: of %d limits %.1f %% used, at least %.1f %%; %.2f times as long as one encode (median)",
		name, n, 100*mean, 100*u.shares[0], u.times[n/2])
	if n < fewest || mean < 0.93 {
		t.Errorf("%s: %.1f %% of %d limits are used, want 93 %% of %d", name, 100*mean, n, fewest)
	}
}

// A thousand frames of each film, or the first of them if the test is to be short.
func TestEncodeWithinUsesItsBytesOfFilms(t *testing.T) {
	frames := 1000
	if testing.Short() {
		frames = 60
	}
	sizes := [][2]int{{320, 240}, {640, 480}, {321, 239}, {240, 426}}
	rates := []float64{0.5, 0.7, 1, 1.6, 2.5} // bits per px
	for _, film := range films.All {
		var u use
		for n := range frames {
			size := sizes[n%len(sizes)]
			f := film.Frame(size[0], size[1], n)
			u.add(t, f, int(rates[n%len(rates)]*float64(size[0]*size[1])/8))
			f.Release()
		}
		u.check(t, film.Name, frames*3/4)
	}
}

func TestEncodeWithinUsesItsBytesOfPhotos(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	var u use
	for n := range 200 {
		w, h := 100+r.IntN(400), 100+r.IntN(300)
		f := films.All[n%3].Frame(w, h, r.IntN(10_000))
		u.add(t, f, int((0.5+2.5*r.Float64())*float64(w*h)/8))
		f.Release()
	}
	u.check(t, "photos", 120)
}
