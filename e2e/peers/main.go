// Command peers measures framepost and the programs that it is compared with in one run, and
// writes the table into the README:
//
//	go tool task bench:peers
//
// It compares the CPU time that the operating system charges for one frame, user and system.
// Unlike wall time, that hardly changes on a machine that is shared with others. The contenders
// take turns of some frames each, and the table has the medians of the rounds. It needs Linux,
// and Debian's python3-opencv, libturbojpeg0, python3-pil and libvips-tools; the Flask setup
// also needs python3-flask-socketio, python3-eventlet and npm.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	"framepost/e2e/camera"
	"framepost/e2e/readme"
)

func main() {
	log.SetFlags(0)
	rounds := flag.Int("rounds", 7, "how often each contender has its turn")
	page := flag.String("readme", "", "the file whose table is replaced; none: print only")
	flag.Parse()
	if err := compare(*rounds, *page); err != nil {
		log.Fatal("peers: ", err)
	}
}

func compare(rounds int, page string) error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	kit, err := build(dir)
	if err != nil {
		return err
	}
	var results []result
	for _, film := range []camera.Film{camera.VGA(), camera.HD()} {
		r, err := kit.measure(film, rounds)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	text := table(results)
	photos, err := kit.measurePhotos(rounds)
	if err != nil {
		return err
	}
	text += photoTable(photos)
	fmt.Print(text)
	if page == "" {
		return nil
	}
	return readme.Replace(page, "bench:peers", text)
}

// result is the measurement of one size of frame.
type result struct {
	width, height int
	bytes         int                  // of the JPEG that all contenders get
	psnr          float64              // dB, framepost's answer against OpenCV's
	cpu           map[string][]float64 // ms a frame, by contender and round
}

// median returns the median of a contender's rounds, in ms; ok reports whether it has run.
func (r result) median(contender string) (ms float64, ok bool) {
	rounds := slices.Sorted(slices.Values(r.cpu[contender]))
	if len(rounds) == 0 {
		return 0, false
	}
	return rounds[len(rounds)/2], true
}

// measure lets the contenders take turns with one camera frame.
func (k kit) measure(film camera.Film, rounds int) (result, error) {
	input, err := film.JPEG(3, 90)
	if err != nil {
		return result{}, err
	}
	path := filepath.Join(k.dir, fmt.Sprintf("%dx%d.jpg", film.Width, film.Height))
	if err := os.WriteFile(path, input, 0o600); err != nil {
		return result{}, err
	}
	r := result{width: film.Width, height: film.Height, bytes: len(input), cpu: map[string][]float64{}}
	contenders, stop, err := k.contenders(path, input)
	defer stop()
	if err != nil {
		return r, err
	}
	for round := range rounds {
		log.Printf("%dx%d, round %d of %d", film.Width, film.Height, round+1, rounds)
		for _, c := range contenders {
			ms, err := c.run()
			if err != nil {
				return r, fmt.Errorf("%s: %w", c.name, err)
			}
			r.cpu[c.name] = append(r.cpu[c.name], ms)
		}
	}
	r.psnr, err = k.agreement(path)
	return r, err
}
