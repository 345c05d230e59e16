package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	_ "image/png" // what the answers are, where they are compared
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"time"

	_ "golang.org/x/image/bmp" // what djpeg writes

	"framepost/api/wire"
)

// queries are asked with each file: the default chain, a shrinking one, a tenth of the size,
// and the picture as it is.
var queries = []string{"", "?ops=resize:50", "?ops=&scale=20", whole}

// whole is asked without loss, to compare.
const whole = "?ops=&format=png"

// patience is how long the client waits for an answer, and the tool for djpeg.
const patience = 30 * time.Second

// result is what came of one file and one query.
type result struct {
	file, query string
	status      int // 0: no answer
	code        wire.Code
	took        time.Duration
	opinion     opinion
}

// opinion is how djpeg sees a file.
type opinion struct {
	reads  bool    // it writes a picture
	clean  bool    // without a warning
	psnr   float64 // dB between its picture and the answer; +Inf for the same; 0 when not both are there
	differ bool    // the sizes are not the same
}

type poster struct{ url, djpeg string }

// postAll posts the files, some at a time, and returns the results in their order.
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
		_ = json.Unmarshal(answer, &problem) // what is no problem has no code
		r.code = problem.Code
	}
	if query == whole && p.djpeg != "" && bytes.HasPrefix(body, []byte{0xff, 0xd8}) {
		r.opinion = p.compare(ctx, file, r.status, answer)
	}
	return r
}

// compare asks djpeg for the file. Chroma is upsampled here by repeating samples, as
// -nosmooth does; orientation and colour profiles djpeg leaves alone, so files with them
// differ rightly.
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
	o.reads, o.clean = true, len(bytes.TrimSpace(warnings.Bytes())) == 0 // -maxscans blanks a line for its progress
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

// psnr is the peak signal-to-noise ratio of two pictures of one size in dB, over R, G and B.
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
