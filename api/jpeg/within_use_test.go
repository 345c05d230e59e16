package jpeg

import (
	"math/rand/v2"
	"testing"

	"framepost/api/frame"
	"framepost/api/jpeg/films"
)

// use collects which share of the limits is used.
type use struct {
	sum   float64
	least float64
	n     int
}

// add encodes f within a limit. Neither a picture that does not fit nor one at the best quality
// could use all of it.
func (u *use) add(t *testing.T, f *frame.Frame, limit int) {
	data, quality, err := fitted(t, f, limit, 100)
	if err != nil || quality == 100 {
		return
	}
	share := float64(len(data)) / float64(limit)
	if u.n == 0 || share < u.least {
		u.least = share
	}
	u.sum += share
	u.n++
}

func (u *use) check(t *testing.T, name string, fewest int) {
	mean := u.sum / float64(u.n)
	t.Logf("%s: of %d limits %.1f %% used, at least %.1f %%", name, u.n, 100*mean, 100*u.least)
	if u.n < fewest || mean < 0.93 {
		t.Errorf("%s: %.1f %% of %d limits are used, want 93 %% of %d", name, 100*mean, u.n, fewest)
	}
}

func TestEncodeWithinUsesItsBytesOfFilms(t *testing.T) {
	for _, film := range films.All {
		var u use
		for _, size := range [][2]int{{160, 120}, {321, 239}, {640, 480}} {
			for n := range 6 {
				f := film.Frame(size[0], size[1], 7*n)
				for _, bpp := range []float64{0.4, 0.7, 1, 1.6, 2.5} {
					u.add(t, f, int(bpp*float64(size[0]*size[1])/8))
				}
				f.Release()
			}
		}
		u.check(t, film.Name, 60)
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
