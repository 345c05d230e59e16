package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"framepost/api/batch"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

const processUsage = `framepost process runs operations on files of pictures, on all cores, and writes the answers
to a directory. Directories are searched for JPEG, PNG, WebP and GIF files, whose answers keep
their paths below it. Names are kept, with the extension of the format. Pictures are turned
upright.

  framepost process --ops resize:1600 -o small photos
  framepost process --preset privacy --format png -o out a.jpg b.jpg 'photos/May'

Nothing is written if two answers would have the same name, or one that exists. Settings of the
environment apply as they do to the server, as FRAMEPOST_MAX_PIXELS and FRAMEPOST_WORKERS. With
--json, faces and what operations such as sharpness measure are reported for each file.

It fails if a picture does, after it has tried the others; Ctrl-C leaves only whole files.

`

// process answers the subcommand.
func process(ctx context.Context, flags *flag.FlagSet, args []string, con console) error {
	c, err := readSettings(con.environ)
	if err != nil {
		return err
	}
	p, operands, err := parseProcess(flags, args)
	if err != nil {
		return err
	}
	pipe, job, err := p.job(ctx, &c, p.format)
	if err != nil {
		return err
	}
	files, passed, err := batch.Find(p.out, p.format, operands)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("process: there is no picture in %s", strings.Join(operands, ", "))
	}
	if err := batch.Check(files, p.overwrite); errors.Is(err, batch.ErrExists) {
		return fmt.Errorf("%w; --overwrite replaces it", err)
	} else if err != nil {
		return err
	}
	r := &processed{Files: make([]processedFile, len(files)), Passed: passed}
	began := time.Now()
	stop := showProgress(con.stderr, r.line)
	batch.Batch{Pipeline: pipe, Job: job, Workers: c.workers(), Overwrite: p.overwrite}.Run(ctx, files, r.add)
	stop()
	r.Seconds = time.Since(began).Seconds()
	if err := r.write(con, p.json); err != nil {
		return err
	}
	switch failed := r.failed.Load(); {
	case ctx.Err() != nil:
		return fmt.Errorf("process: interrupted when %d of %d pictures were done", r.done.Load(), len(files))
	case failed > 0:
		return fmt.Errorf("process: %d of %d pictures failed", failed, len(files))
	}
	return nil
}

// processing is what the arguments ask for.
type processing struct {
	work
	out             string
	format          *pipeline.Format
	overwrite, json bool
}

func parseProcess(flags *flag.FlagSet, args []string) (*processing, []string, error) {
	p := &processing{format: pipeline.Formats[0]}
	p.flags(flags)
	flags.StringVar(&p.out, "o", "", "the `directory` to write to; it is made if need be")
	flags.Func("format", "the `format` to write, jpeg or png (default jpeg)", func(name string) error {
		at := slices.IndexFunc(pipeline.Formats, func(f *pipeline.Format) bool { return f.Name == name })
		if at < 0 {
			return errors.New("allowed is jpeg or png")
		}
		p.format = pipeline.Formats[at]
		return nil
	})
	flags.BoolVar(&p.overwrite, "overwrite", false, "replace files that exist, even the pictures themselves")
	flags.BoolVar(&p.json, "json", false, "write what became of each file to stdout, as JSON")
	operands, err := parse(flags, args)
	switch {
	case err != nil:
		return nil, nil, err
	case p.out == "":
		err = errors.New("say where to write, with -o DIRECTORY")
	case len(operands) == 0:
		err = errors.New("name files or directories")
	}
	if err != nil {
		return nil, nil, misuse{err}
	}
	return p, operands, nil
}

// processed is what became of the files, as --json writes it.
type processed struct {
	Files   []processedFile `json:"files"`  // in the order of the arguments; those not begun are left out
	Passed  int             `json:"passed"` // files of directories that are no pictures by their names
	Seconds float64         `json:"seconds"`

	done, failed atomic.Int64
}

type processedFile struct {
	File   string     `json:"file"`
	Output string     `json:"output,omitempty"`
	Width  int        `json:"width,omitempty"`
	Height int        `json:"height,omitempty"`
	Bytes  int        `json:"bytes,omitempty"`
	Faces  []wire.Box `json:"faces,omitzero"` // [] where the chain has looked and found none
	wire.Figures
	Error string    `json:"error,omitempty"`
	Code  wire.Code `json:"code,omitempty"` // of an error that has one
}

// add takes the result of the i-th file.
func (r *processed) add(i int, result batch.Result) {
	f := processedFile{File: result.From}
	if result.Err != nil {
		f.Error = result.Err.Error()
		var coded *wire.Error
		if errors.As(result.Err, &coded) {
			f.Code = coded.Code
		}
		r.failed.Add(1)
	} else {
		f.Output, f.Width, f.Height, f.Bytes = result.To, result.W, result.H, result.Bytes
		f.Faces, f.Figures = result.Faces, result.Figures
		r.done.Add(1)
	}
	r.Files[i] = f
}

// line is the progress.
func (r *processed) line(elapsed time.Duration) string {
	failed := r.failed.Load()
	ended, total := failed+r.done.Load(), int64(len(r.Files))
	line := fmt.Sprintf("%s %d of %d", bar(float64(ended), float64(total)), ended, total)
	if ended > 0 {
		rate := float64(ended) / elapsed.Seconds()
		left := time.Duration(float64(total-ended) / rate * float64(time.Second))
		line += fmt.Sprintf(", %.1f/s, %v left", rate, left.Round(time.Second))
	}
	if failed > 0 {
		line += fmt.Sprintf(", %d failed", failed)
	}
	return line
}

// write reports what became of the files: as JSON to stdout, or in words to stderr with the
// errors at the end.
func (r *processed) write(con console, asJSON bool) error {
	r.Files = slices.DeleteFunc(r.Files, func(f processedFile) bool { return f.File == "" })
	if asJSON {
		return writeJSON(con.stdout, r)
	}
	r.describe(con.stderr)
	return nil
}

func (r *processed) describe(w io.Writer) {
	done := r.done.Load()
	fmt.Fprintf(w, "%d of %d pictures written in %.1f s, %.1f a second\n", done, len(r.Files), r.Seconds, float64(done)/r.Seconds)
	if r.Passed > 0 {
		fmt.Fprintf(w, "%d other files passed over\n", r.Passed)
	}
	for _, f := range r.Files {
		if f.Error != "" {
			fmt.Fprintf(w, "%s: %s\n", f.File, f.Error)
		}
	}
}
