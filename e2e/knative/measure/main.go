// Command measure measures what the simulation of the autoscaler needs to know of framepost, with
// the program as it is released, and writes it into a file:
//
//	go tool task measure:autoscale
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"framepost/api/wire"
	"framepost/e2e/camera"
	"framepost/e2e/knative/sim"
	"framepost/e2e/service"
)

// How often each figure is measured; the median is taken.
const (
	starts  = 15
	batches = 11
	viewers = 4   // that send at once
	frames  = 150 // of each viewer in a batch
)

// quality is that of the camera's frames.
const quality = 85

func main() {
	log.SetFlags(0)
	log.SetPrefix("measure: ")
	out := flag.String("o", "", "the file to write")
	flag.Parse()
	m, err := measure()
	if err != nil {
		log.Fatal(err)
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, append(text, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", text)
}

func measure() (m sim.Measured, err error) {
	dir, err := os.MkdirTemp("", "framepost-measure-")
	if err != nil {
		return m, err
	}
	defer os.RemoveAll(dir)
	binary, err := service.Build(dir)
	if err != nil {
		return m, err
	}
	var film [][]byte
	for n := range 8 {
		frame, err := camera.VGA().JPEG(8*n, quality)
		if err != nil {
			return m, err
		}
		film = append(film, frame)
	}
	m.Date, m.Machine = time.Now().UTC().Format(time.DateOnly), fmt.Sprintf("%s, %d CPUs", cpu(), runtime.NumCPU())
	m.Starts, m.Batches, m.Frames = starts, batches, viewers*frames
	if m.StartMS, err = startTime(binary, dir, film[0]); err != nil {
		return m, err
	}
	for _, frame := range film {
		m.FrameBytes += len(frame) / len(film)
	}
	if m.CPUMS, m.AnswerBytes, err = serving(binary, dir, "", film); err != nil {
		return m, err
	}
	m.PrivacyMS, _, err = serving(binary, dir, "?preset=privacy", film)
	return m, err
}

// startTime returns the time in ms from the start of the process to the end of the first answer.
func startTime(binary, dir string, frame []byte) (float64, error) {
	var took []float64
	for range starts {
		began := time.Now()
		server, err := service.Run(binary, filepath.Join(dir, "certs"))
		if err != nil {
			return 0, err
		}
		_, err = post(client(), server.URL()+wire.PathFrame, frame)
		took = append(took, time.Since(began).Seconds()*1000)
		server.Kill()
		if err != nil {
			return 0, err
		}
	}
	return rounded(median(took)), nil
}

// serving returns the CPU time in ms that the whole process takes for each frame with that query,
// and the bytes of an answer.
func serving(binary, dir, query string, film [][]byte) (ms float64, answer int, err error) {
	server, err := service.Run(binary, filepath.Join(dir, "certs"))
	if err != nil {
		return 0, 0, err
	}
	defer server.Kill()
	var times, answers []float64
	for batch := range batches + 1 {
		before, err := server.CPU()
		if err != nil {
			return 0, 0, err
		}
		var (
			group sync.WaitGroup
			sizes [viewers]int
			errs  [viewers]error
		)
		for v := range viewers {
			group.Go(func() {
				c := client()
				for n := range frames {
					var size int
					if size, errs[v] = post(c, server.URL()+wire.PathFrame+query, film[(n+v)%len(film)]); errs[v] != nil {
						return
					}
					sizes[v] += size
				}
			})
		}
		group.Wait()
		if err := errors.Join(errs[:]...); err != nil {
			return 0, 0, err
		}
		after, err := server.CPU()
		if err != nil {
			return 0, 0, err
		}
		if batch == 0 {
			continue // the pools are filled
		}
		times = append(times, (after-before).Seconds()*1000/(viewers*frames))
		sum := 0
		for _, size := range sizes {
			sum += size
		}
		answers = append(answers, float64(sum)/(viewers*frames))
	}
	return rounded(median(times)), int(median(answers)), nil
}

// client returns one with a connection of its own, over which HTTP/2 is spoken as behind a load
// balancer.
func client() *http.Client {
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Client{Transport: &http.Transport{Protocols: protocols}, Timeout: time.Minute}
}

// post returns the size of the answer.
func post(c *http.Client, url string, frame []byte) (int, error) {
	answer, err := c.Post(url, "image/jpeg", bytes.NewReader(frame))
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = errors.New(answer.Status)
	}
	return int(n), err
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// rounded returns a time in ms with two digits, as more of them are chance.
func rounded(ms float64) float64 { return math.Round(100*ms) / 100 }

// cpu returns the model's name, or the architecture where the system does not tell it.
func cpu() string {
	text, _ := os.ReadFile("/proc/cpuinfo") // Linux has it
	for line := range strings.Lines(string(text)) {
		if name, model, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(model)
		}
	}
	return runtime.GOARCH
}
