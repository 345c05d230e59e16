package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	_ "image/png" // the format of answers that are compared
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"time"

	_ "golang.org/x/image/bmp" // the format that djpeg writes

	"framepost/api/wire"
)

// queries are the URL queries for each file: the default chain, a shrinking one, a tenth of the
// size, and the unchanged picture.
var queries = []string{"", "?ops=resize:50", "?ops=&scale=20", whole}

// whole is the query for the unchanged picture without loss, to compare.
const whole = "?ops=&format=png"

// patience is how long the client waits for an answer, and the tool for djpeg.
const patience = 30 * time.Second

// result is the outcome of one file and one query.
type result struct {
	file, query string
	status      int // 0 for no answer
	code        wire.Code
	took        time.Duration
	opinion     opinion
}

// opinion is the result of djpeg for a file.
type opinion struct {
	reads  bool    // djpeg writes a picture
	clean  bool    // and prints no warning
	psnr   float64 // dB between its picture and the answer; +Inf if they are equal; 0 if one is missing
	differ bool    // whether the sizes differ
}

type poster struct{ url, djpeg string }

// postAll posts the files, several at a time, and returns the results in the order of the
// files.
func (p poster) postAll(files []string, clients int) []result {
	results := make([]result, len(files)*len(queries))
	next := make(chan int)
	var clientsDone sync.WaitGroup
	for range clients {
		clientsDone.Go(func() {
			for i := range next {
				file := files[i/len(queries)]
				results[i] = p.post(file, queries[i%len(queries)])
			}
		})
	}
	for i := range results {
		next <- i
	}
	close(next)
	clientsDone.Wait()
	return results
}

func (p poster) post(file, query string) result {
	r := result{file: file, query: query}
	body, err := os.ReadFile(file)
	if err != nil {
		return r
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+wire.PathFrame+query, bytes.NewReader(body))
	if err != nil {
		return r
	}
	began := time.Now()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.took = time.Since(began)
		return r
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	r.took = time.Since(began)
	if err != nil {
		return r
	}
	r.status = response.StatusCode
	if r.status != http.StatusOK {
		var problem struct{ Code wire.Code }
		_ = json.Unmarshal(answer, &problem) // the code stays empty if this fails
		r.code = problem.Code
	}
	if query == whole && p.djpeg != "" && bytes.HasPrefix(body, []byte{0xff, 0xd8}) {
		r.opinion = p.compare(ctx, file, r.status, answer)
	}
	return r
}

// compare runs djpeg on the file. It uses -nosmooth, since the server also upsamples chroma by
// repeating samples. djpeg ignores orientation and colour profiles, so results for files with
// them rightly differ.
func (p poster) compare(ctx context.Context, file string, status int, answer []byte) (o opinion) {
	var picture, warnings bytes.Buffer
	command := exec.CommandContext(ctx, p.djpeg, "-dct", "int", "-nosmooth", "-bmp", "-maxscans", "100", file)
	command.Stdout, command.Stderr = &picture, &warnings
	if command.Run() != nil && picture.Len() == 0 {
		return o
	}
	want, _, err := image.Decode(&picture)
	if err != nil {
		return o
	}
	o.reads, o.clean = true, len(bytes.TrimSpace(warnings.Bytes())) == 0 // -maxscans prints a blank line for its progress
	if status != http.StatusOK {
		return o
	}
	got, _, err := image.Decode(bytes.NewReader(answer))
	if err != nil {
		return o
	}
	o.differ = got.Bounds().Size() != want.Bounds().Size()
	if !o.differ {
		o.psnr = psnr(got, want)
	}
	return o
}

// psnr returns the peak signal-to-noise ratio of two pictures of one size in dB, over R, G and
// B.
func psnr(a, b image.Image) float64 {
	var sum float64
	ra, rb := a.Bounds(), b.Bounds()
	for y := range ra.Dy() {
		for x := range ra.Dx() {
			r, g, bl, _ := a.At(ra.Min.X+x, ra.Min.Y+y).RGBA()
			r2, g2, bl2, _ := b.At(rb.Min.X+x, rb.Min.Y+y).RGBA()
			for _, d := range [...]float64{float64(r>>8) - float64(r2>>8), float64(g>>8) - float64(g2>>8), float64(bl>>8) - float64(bl2>>8)} {
				sum += d * d
			}
		}
	}
	return 10 * math.Log10(255*255*3*float64(ra.Dx()*ra.Dy())/sum)
}
