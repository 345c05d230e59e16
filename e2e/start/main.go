// Command start measures how long the released binary takes from the start of its process to
// its first answered frame, beside a Go server that does nothing:
//
//	go tool task bench:start
//
// Both are started in turn, and sent the same frame as soon as they take a connection. Where
// instances scale to zero, the first viewer waits for this.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"framepost/e2e/camera"
	"framepost/e2e/service"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("start: ")
	starts := flag.Int("starts", 31, "how often each server is started")
	most := flag.Float64("most", 2.5, "how many times the empty server's time framepost may take")
	flag.Parse()
	if err := measure(*starts, *most); err != nil {
		log.Fatal(err)
	}
}

// measure prints both times, and returns an error if framepost's is more than most times the
// other.
func measure(starts int, most float64) error {
	dir, err := os.MkdirTemp("", "framepost-start-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	framepost, err := service.Build(dir)
	if err != nil {
		return err
	}
	empty, err := buildEmpty(dir)
	if err != nil {
		return err
	}
	body, err := camera.VGA().JPEG(1, 85)
	if err != nil {
		return err
	}
	var ours, theirs []time.Duration
	for range starts {
		took, err := start(empty, 404, body)
		if err != nil {
			return err
		}
		theirs = append(theirs, took)
		if took, err = start(framepost, 200, body); err != nil {
			return err
		}
		ours = append(ours, took)
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	ratio := ours[starts/2].Seconds() / theirs[starts/2].Seconds()
	fmt.Printf("process start to first answered frame, median (and least) of %d:\n", starts)
	fmt.Printf("  framepost     %v (%v)\n", round(ours[starts/2]), round(ours[0]))
	fmt.Printf("  empty server  %v (%v)\n", round(theirs[starts/2]), round(theirs[0]))
	fmt.Printf("  %.2f times the empty server's\n", ratio)
	if ratio > most {
		return fmt.Errorf("that is more than %.2f times", most)
	}
	return nil
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }

// buildEmpty builds the server that does nothing, as framepost is built.
func buildEmpty(dir string) (string, error) {
	binary := filepath.Join(dir, "empty")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, "./start/testdata/empty")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build of the empty server: %w\n%s", err, out)
	}
	return binary, nil
}
