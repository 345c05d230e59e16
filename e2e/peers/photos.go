package main

import (
	"cmp"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"framepost/e2e/camera"
)

// photos are typical files of users, which photos.py makes.
var photos = []struct{ title, file string }{
	{"640×480 JPEG", "vga.jpg"},
	{"12 MP JPEG", "12mp.jpg"},
	{"12 MP progressive JPEG", "12mp-progressive.jpg"},
	{"48 MP JPEG", "48mp.jpg"},
	{"1920×1080 PNG", "1080p.png"},
	{"1920×1080 WebP", "1080p.webp"},
}

// rivals are the programs to compare with, in the order of the columns.
var rivals = []string{"opencv", "pillow", "vips"}

// photoResult is the measurement of one file: ms of CPU time, by contender and round.
type photoResult map[string][]float64

// measurePhotos converts each file to 700 px and JPEG of quality 85. framepost answers a whole
// request; the others work in process, except for vipsthumbnail, which is a process.
func (k kit) measurePhotos(rounds int) ([]photoResult, error) {
	for program, hint := range map[string]string{"/usr/bin/python3": "python3-pil and python3-opencv", "vipsthumbnail": "libvips-tools"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, fmt.Errorf("%s is missing (Debian: apt-get install %s)", program, hint)
		}
	}
	film := camera.VGA()
	vga, err := film.JPEG(3, 90)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(k.dir, photos[0].file)
	if err := os.WriteFile(path, vga, 0o600); err != nil {
		return nil, err
	}
	script := filepath.Join("peers", "photos.py")
	if out, err := exec.Command("/usr/bin/python3", script, "make", path, k.dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make the photos: %w: %s", err, out)
	}
	var results []photoResult
	for _, photo := range photos {
		r, err := k.measurePhoto(filepath.Join(k.dir, photo.file), script, rounds)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", photo.title, err)
		}
		results = append(results, r)
	}
	return results, nil
}

func (k kit) measurePhoto(path, script string, rounds int) (photoResult, error) {
	input, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	server, err := startServer(k.server, input, false)
	if err != nil {
		return nil, err
	}
	defer server.end()
	server.url = server.Server.URL() + "/v1/frame?ops=resize:700&q=85"
	w, err := startWorker("/usr/bin/python3", script, path)
	if err != nil {
		return nil, err
	}
	defer w.end()
	frames := max(2, 4_000_000/len(input)) // so that a turn takes some tenths of a second
	r := photoResult{}
	for round := range rounds {
		log.Printf("%s, round %d of %d", filepath.Base(path), round+1, rounds)
		for name, run := range map[string]func() (float64, error){
			"framepost": func() (float64, error) { return server.do(frames) },
			"opencv":    func() (float64, error) { return w.do("opencv", max(2, frames/4)) },
			"pillow":    func() (float64, error) { return w.do("pillow", max(2, frames/4)) },
			"vips":      func() (float64, error) { return vips(path, filepath.Join(k.dir, "vips.jpg")) },
		} {
			ms, err := run()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			r[name] = append(r[name], ms)
		}
	}
	return r, nil
}

// vips returns the CPU time of the whole process of a vipsthumbnail, in ms.
func vips(in, out string) (float64, error) {
	cmd := exec.Command("vipsthumbnail", in, "--size", "700x", "-o", out+"[Q=85,strip]")
	cmd.Env = append(os.Environ(), "VIPS_CONCURRENCY=1")
	if text, err := cmd.CombinedOutput(); err != nil {
		return 0, errors.Join(err, errors.New(string(text)))
	}
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds() * 1000, nil
}

func (r photoResult) median(name string) float64 {
	return slices.Sorted(slices.Values(r[name]))[len(r[name])/2]
}

// photoTable formats the table of photos in Markdown.
func photoTable(results []photoResult) string {
	var b strings.Builder
	b.WriteString("\n| to 700 px, quality 85; ms CPU | framepost, the whole request | OpenCV | Pillow | vipsthumbnail | × the best of them |\n|---|---:|---:|---:|---:|---:|\n")
	for i, r := range results {
		mine := r.median("framepost")
		fmt.Fprintf(&b, "| %s | %.1f |", photos[i].title, mine)
		best := 0.0
		for _, rival := range rivals {
			ms := r.median(rival)
			best = cmp.Or(min(best, ms), ms)
			fmt.Fprintf(&b, " %.1f |", ms)
		}
		fmt.Fprintf(&b, " %.2f |\n", mine/best)
	}
	return b.String()
}
