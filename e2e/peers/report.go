package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// operations are the chains that are compared with a call of OpenCV.
var operations = []string{"gray", "blur:2", "sharpen", "sobel", "canny", "threshold", "equalize", "median:3", "brightness", "resize:700"}

// rows are the rows of the table of whole frames: a title, and the contender.
var rows = []struct{ title, contender string }{
	{"framepost, the whole HTTP/1.1 request", "HTTP/1.1"},
	{"framepost, the whole HTTP/2 request (h2c)", "h2c"},
	{"framepost, in process", "framepost/frame"},
	{"framepost in plain Go, the whole HTTP/1.1 request", "plain HTTP/1.1"},
	{"framepost in plain Go, in process", "plain framepost/frame"},
	{"OpenCV's C code, in process", "opencv/frame"},
	{"jpegn + imaging, in process", "jpegn/frame"},
	{"image/jpeg + imaging, in process", "naive/frame"},
	{"Flask-SocketIO + OpenCV, JPEG frames", "flask jpeg"},
	{"Flask-SocketIO + OpenCV, PNG frames, as its page sends them", "flask png"},
}

var steps = []struct{ title, mine, plain, theirs string }{
	{"decode", "framepost/decode", "plain framepost/decode", "opencv/decode"},
	{"resize and mirror", "framepost/resize", "plain framepost/resize", "opencv/resize"},
	{"encode", "framepost/encode", "plain framepost/encode", "opencv/encode"},
	{"encode, against libjpeg-turbo on the same planes", "framepost/encode", "plain framepost/encode", "turbo/encode"},
}

// table formats the report in Markdown.
func table(results []result) string {
	var b strings.Builder
	head := func(first string, columns ...string) {
		fmt.Fprintf(&b, "\n| %s |", first)
		for _, r := range results {
			for _, c := range columns {
				fmt.Fprintf(&b, " %d×%d%s |", r.width, r.height, c)
			}
		}
		fmt.Fprintf(&b, "\n|---|%s\n", strings.Repeat("---:|", len(results)*len(columns)))
	}
	head("JPEG in, width 700, mirrored, JPEG of quality 95 out", ", ms CPU", ", × OpenCV")
	for _, row := range rows {
		fmt.Fprintf(&b, "| %s |", row.title)
		for _, r := range results {
			ms, ratio := r.against(row.contender, "opencv/frame")
			fmt.Fprintf(&b, " %s | %s |", ms, ratio)
		}
		b.WriteByte('\n')
	}
	head("step", ", ms CPU", ", plain Go", ", × OpenCV")
	for _, s := range steps {
		fmt.Fprintf(&b, "| %s |", s.title)
		for _, r := range results {
			ms, ratio := r.against(s.mine, s.theirs)
			plain, _ := r.against(s.plain, s.theirs)
			fmt.Fprintf(&b, " %s | %s | %s |", ms, plain, ratio)
		}
		b.WriteByte('\n')
	}
	head("operation on decoded planes", ", ms CPU", ", × OpenCV")
	for _, op := range operations {
		fmt.Fprintf(&b, "| `%s` |", op)
		for _, r := range results {
			ms, ratio := r.against("op/"+op, "opencv op/"+op)
			fmt.Fprintf(&b, " %s | %s |", ms, ratio)
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	for _, r := range results {
		fmt.Fprintf(&b, "At %d×%d a frame of %d kB goes in, and the answer is %.1f dB PSNR from OpenCV's with INTER_AREA.\n",
			r.width, r.height, r.bytes/1000, r.psnr)
	}
	return b.String()
}

// against returns a contender's median and its ratio to another's, formatted for the table.
func (r result) against(contender, other string) (ms, ratio string) {
	mine, ran := r.median(contender)
	theirs, theyRan := r.median(other)
	if !ran {
		return "not run", ""
	}
	if !theyRan {
		return fmt.Sprintf("%.2f", mine), ""
	}
	return fmt.Sprintf("%.2f", mine), fmt.Sprintf("%.2f", mine/theirs)
}

// agreement returns the PSNR in dB of framepost's answer against OpenCV's.
func (k kit) agreement(path string) (float64, error) {
	var pictures [2]image.Image
	for i, command := range [][]string{{k.work, path}, {"/usr/bin/python3", k.opencv, path}} {
		w, err := startWorker(command...)
		if err != nil {
			return 0, err
		}
		out := filepath.Join(k.dir, fmt.Sprintf("answer%d.jpg", i))
		_, err = w.say("save " + out)
		w.end()
		if err != nil {
			return 0, err
		}
		data, err := os.ReadFile(out)
		if err != nil {
			return 0, err
		}
		if pictures[i], err = jpeg.Decode(bytes.NewReader(data)); err != nil {
			return 0, err
		}
	}
	if a, b := pictures[0].Bounds(), pictures[1].Bounds(); a != b {
		return 0, fmt.Errorf("the answers differ in size: %v and %v", a, b)
	}
	return psnr(pictures[0], pictures[1]), nil
}

func psnr(a, b image.Image) float64 {
	var sum float64
	bounds := a.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			ar, ag, ab, _ := a.At(x, y).RGBA()
			br, bg, bb, _ := b.At(x, y).RGBA()
			for _, d := range []float64{float64(ar>>8) - float64(br>>8), float64(ag>>8) - float64(bg>>8), float64(ab>>8) - float64(bb>>8)} {
				sum += d * d
			}
		}
	}
	return 10 * math.Log10(255*255*3*float64(bounds.Dx()*bounds.Dy())/sum)
}
