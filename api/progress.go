package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// redraw is how often a progress line is written.
const redraw = 200 * time.Millisecond

// showProgress keeps a line on a terminal up to date until stop is called, which erases it.
// Elsewhere it writes nothing.
func showProgress(w io.Writer, line func(elapsed time.Duration) string) (stop func()) {
	if !isTerminal(w) {
		return func() {}
	}
	return repaint(w, line)
}

// repaint writes a line again and again in its place.
func repaint(w io.Writer, line func(elapsed time.Duration) string) (stop func()) {
	const erase = "\r\x1b[K" // to the end of the line: ECMA-48, EL
	began, ended := time.Now(), make(chan struct{})
	var drawing sync.WaitGroup
	drawing.Go(func() {
		ticker := time.NewTicker(redraw)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				fmt.Fprint(w, erase, line(time.Since(began)))
			case <-ended:
				fmt.Fprint(w, erase)
				return
			}
		}
	})
	return func() {
		close(ended)
		drawing.Wait()
	}
}

// bar draws how much of a whole is done.
func bar(done, total float64) string {
	const width = 24
	full := int(width * min(done/max(total, 1), 1))
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", width-full) + "]"
}
