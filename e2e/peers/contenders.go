package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"framepost/e2e/service"
)

// kit holds the programs of the contenders, built once.
type kit struct {
	dir                string
	work, workPlain    string // ./peers/work, with the vector kernels and without
	server, servePlain string // api, likewise
	opencv             string // the script
	flask              *flaskKit
}

// build must be run in e2e, as Taskfile.yml does.
func build(dir string) (kit, error) {
	k := kit{
		dir:  dir,
		work: filepath.Join(dir, "work"), workPlain: filepath.Join(dir, "work-plain"),
		server: filepath.Join(dir, "framepost"), servePlain: filepath.Join(dir, "framepost-plain"),
		opencv: filepath.Join("peers", "opencv.py"),
	}
	root, err := service.Root()
	if err != nil {
		return k, err
	}
	for _, b := range []struct{ dir, pkg, out, experiment string }{
		{".", "./peers/work", k.work, "simd"}, {".", "./peers/work", k.workPlain, "nosimd"},
		{root, "./api", k.server, "simd"}, {root, "./api", k.servePlain, "nosimd"},
	} {
		cmd := exec.Command("go", "build", "-o", b.out, b.pkg)
		cmd.Dir = b.dir
		cmd.Env = append(os.Environ(), "GOEXPERIMENT="+b.experiment, "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return k, fmt.Errorf("go build %s: %w\n%s", b.pkg, err, out)
		}
	}
	flask, err := buildFlask(dir)
	if err != nil {
		log.Printf("the Flask setup is left out: %v", err)
	}
	k.flask = flask
	return k, nil
}

// contender processes some frames at each turn and returns the cost of one, in ms of CPU time.
type contender struct {
	name string
	run  func() (float64, error)
}

// contenders starts the processes. stop ends them, and must also be called after an error.
func (k kit) contenders(path string, input []byte) (list []contender, stop func(), err error) {
	var ends []func()
	stop = func() {
		for _, end := range ends {
			end()
		}
	}
	add := func(prefix string, frames int, w *worker, tasks ...string) {
		for _, task := range tasks {
			list = append(list, contender{prefix + task, func() (float64, error) { return w.do(task, frames) }})
		}
	}
	workers := map[string]*worker{}
	for name, command := range map[string][]string{
		"simd":   {k.work, path},
		"plain":  {k.workPlain, path},
		"opencv": {"/usr/bin/python3", k.opencv, path}, // Debian's Python, which finds Debian's OpenCV
	} {
		w, err := startWorker(command...)
		if err != nil {
			return nil, stop, err
		}
		ends = append(ends, w.end)
		workers[name] = w
	}
	add("", 200, workers["simd"], "framepost/frame", "framepost/decode", "framepost/resize", "framepost/encode")
	add("plain ", 150, workers["plain"], "framepost/frame", "framepost/decode", "framepost/resize", "framepost/encode")
	add("", 100, workers["opencv"], "opencv/frame", "opencv/decode", "opencv/resize", "opencv/encode", "turbo/encode")
	add("", 40, workers["simd"], "jpegn/frame", "naive/frame")
	for _, op := range operations {
		add("", 300, workers["simd"], "op/"+op)
		add("opencv ", 100, workers["opencv"], "op/"+op)
	}
	for _, s := range []struct {
		name, binary string
		h2c          bool
	}{{"HTTP/1.1", k.server, false}, {"h2c", k.server, true}, {"plain HTTP/1.1", k.servePlain, false}} {
		server, err := startServer(s.binary, input, s.h2c)
		if err != nil {
			return nil, stop, err
		}
		ends = append(ends, server.end)
		list = append(list, contender{s.name, func() (float64, error) { return server.do(600) }})
	}
	if k.flask != nil {
		flask, end, err := k.flask.start(input)
		ends = append(ends, end)
		if err != nil {
			return nil, stop, err
		}
		list = append(list, flask...)
	}
	return list, stop, nil
}

// worker is a process that reads the commands of work/main.go or opencv.py.
type worker struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	answers *bufio.Scanner
}

func startWorker(command ...string) (*worker, error) {
	cmd := exec.Command(command[0], command[1:]...)
	// By default the C library returns the memory of freed pictures to the system and faults it
	// in again for each frame, which can double OpenCV's time; with these variables it keeps
	// it.
	cmd.Env = append(os.Environ(), "MALLOC_TRIM_THRESHOLD_=1000000000", "MALLOC_MMAP_THRESHOLD_=1000000000")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &worker{cmd, stdin, bufio.NewScanner(stdout)}, cmd.Start()
}

// do sends a command and returns the number that the worker answers.
func (w *worker) do(task string, n int) (float64, error) {
	return w.say(task + " " + strconv.Itoa(n))
}

func (w *worker) say(line string) (float64, error) {
	if _, err := fmt.Fprintln(w.stdin, line); err != nil {
		return 0, err
	}
	if !w.answers.Scan() {
		return 0, fmt.Errorf("%s ended", strings.Join(w.cmd.Args, " "))
	}
	return strconv.ParseFloat(w.answers.Text(), 64)
}

func (w *worker) end() {
	w.stdin.Close()
	w.cmd.Wait() // it ends when its input does
}
