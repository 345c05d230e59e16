// Command work does the work for one frame again and again, in process, so that its CPU time
// can be compared with that of other programs. It reads its commands line by line:
//
//	work IN.jpg
//	TASK N      does the task N times; answers with the CPU time of one in ms
//	save FILE   writes the answer of the default chain to FILE; answers with 0
//
// TASK is ENGINE/STEP, where ENGINE is one of engines.go and STEP is frame, decode, resize or
// encode; or op/CHAIN, which runs a chain of framepost on decoded planes.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	log.SetFlags(0)
	runtime.GOMAXPROCS(1)
	input, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		ms, err := obey(lines.Text(), input)
		if err != nil {
			log.Fatalf("%s: %v", lines.Text(), err)
		}
		fmt.Println(ms)
	}
}

func obey(line string, input []byte) (float64, error) {
	task, count, _ := strings.Cut(line, " ")
	if task == "save" {
		return 0, save(count, input)
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		return 0, err
	}
	do, idle, err := prepare(task, input)
	if err != nil {
		return 0, err
	}
	busy, err := cost(do, n)
	if err != nil || idle == nil {
		return busy, err
	}
	rest, err := cost(idle, n)
	return max(busy-rest, 0), err
}

// cost returns the CPU time of one of n calls, in ms.
func cost(do func() error, n int) (float64, error) {
	if err := do(); err != nil { // the first call fills pools and caches
		return 0, err
	}
	before := cpu()
	for range n {
		if err := do(); err != nil {
			return 0, err
		}
	}
	return (cpu() - before) / float64(n), nil
}

// cpu returns the CPU time of this process in ms, including the garbage collector's.
func cpu() float64 {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		log.Fatal(err)
	}
	return float64(use.Utime.Nano()+use.Stime.Nano()) / 1e6
}
