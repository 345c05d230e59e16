// Command corpus posts every file in a folder to a server that it starts. It reports the
// answers by status and code, the slowest ones, the server's peak memory and, if djpeg is
// installed, the JPEGs for which its result differs:
//
//	go tool task corpus -- FOLDER
//
// The files may be anything: pictures of other projects' tests, damaged ones, files that are no
// pictures. It fails if an answer is 5xx, takes longer than the limit, or is missing, or if the
// server takes more memory than it may.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"framepost/e2e/service"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("corpus: ")
	clients := flag.Int("clients", 4, "how many files are posted at once")
	slow := flag.Duration("slow", time.Second, "how long an answer may take")
	memory := flag.Int("memory", 512, "MB that the server may take")
	worst := flag.Int("worst", 10, "how many files each list shows")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("name the folder with the files")
	}
	files, err := list(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	report, err := run(files, *clients)
	if err != nil {
		log.Fatal(err)
	}
	report.write(os.Stdout, *slow, *worst)
	if err := report.judge(*slow, *memory<<20); err != nil {
		log.Fatal(err)
	}
}

// list returns the regular files below a folder.
func list(folder string) (files []string, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s has no files", folder)
	}
	return files, err
}

// run builds the server, starts it with its defaults, and posts the files to it.
func run(files []string, clients int) (report, error) {
	dir, err := os.MkdirTemp("", "corpus")
	if err != nil {
		return report{}, err
	}
	defer os.RemoveAll(dir)
	binary, err := service.BuildServer(dir)
	if err != nil {
		return report{}, err
	}
	server, err := service.Run(binary, dir)
	if err != nil {
		return report{}, err
	}
	defer server.Kill()
	p := poster{url: server.URL()}
	p.djpeg, _ = exec.LookPath("djpeg") // without it nothing is compared
	results := p.postAll(files, clients)
	peak, err := server.PeakMemory()
	return report{results: results, peak: peak, compared: p.djpeg != ""}, err
}
