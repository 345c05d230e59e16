// Package batch processes pictures in files, several at once.
package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"sync"

	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/wire"
)

// maxBytes is the size of the largest file that is read. Files of 250 megapixels, more than
// which no limit lets through, have less.
const maxBytes = 512 << 20

// Batch is how files are processed.
type Batch struct {
	Pipeline  *pipeline.Pipeline
	Job       pipeline.Job // of each picture, but for its Body
	Workers   int          // pictures at once
	Overwrite bool         // files that exist
}

// Result is what became of a file.
type Result struct {
	File
	W, H    int // px of the answer
	Bytes   int
	Faces   []wire.Box // found, in px; nil if the chain did not look for any
	Figures wire.Figures
	Err     error
}

// Run processes the files. It calls report with the index of each and its result, as soon as
// it is known, one call at a time. Once ctx is done no file is begun, and those under way are
// given up; none of these is reported.
//
// An answer has the permissions of its input: a private picture stays private.
func (b Batch) Run(ctx context.Context, files []File, report func(int, Result)) {
	next := make(chan int)
	var working sync.WaitGroup
	var reporting sync.Mutex
	for range b.Workers {
		working.Go(func() {
			for i := range next {
				result := b.process(ctx, files[i])
				if result.Err != nil && ctx.Err() != nil {
					continue
				}
				reporting.Lock()
				report(i, result)
				reporting.Unlock()
			}
		})
	}
	for i := range files {
		select {
		case next <- i:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
	}
	close(next)
	working.Wait()
}

// process reads a file and writes its answer.
func (b Batch) process(ctx context.Context, file File) (result Result) {
	result.File = file
	defer func() {
		if cause := recover(); cause != nil {
			result.Err = fmt.Errorf("a defect of this program: %v\n%s", cause, debug.Stack())
		}
	}()
	body, mode, err := read(file.From)
	if err != nil {
		var named *fs.PathError
		if errors.As(err, &named) {
			err = named.Err // who lists results names the file
		}
		result.Err = err
		return result
	}
	defer body.Release()
	job := b.Job
	job.Body = body.Bytes
	answer, err := b.Pipeline.Process(ctx, job)
	if err != nil {
		result.Err = err
		return result
	}
	defer answer.Body.Release()
	result.W, result.H, result.Bytes = answer.W, answer.H, len(answer.Body.Bytes)
	result.Faces, result.Figures = answer.Faces, answer.Figures
	result.Err = write(file.To, answer.Body.Bytes, mode, b.Overwrite)
	return result
}

// read returns a file and its mode.
func read(path string) (*pool.Buffer, fs.FileMode, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if info.Size() > maxBytes {
		return nil, 0, fmt.Errorf("the file has %d bytes; at most %d are read", info.Size(), maxBytes)
	}
	body := pool.Get(int(info.Size()))
	if _, err := io.ReadFull(f, body.Bytes); err != nil {
		body.Release()
		return nil, 0, err
	}
	return body, info.Mode(), nil
}
