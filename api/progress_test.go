package main

import (
	"bytes"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func TestRepaint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		stop := repaint(&out, func(elapsed time.Duration) string { return fmt.Sprint("after ", elapsed) })
		time.Sleep(2*redraw + redraw/2)
		stop()
		if want := "\r\x1b[Kafter 200ms\r\x1b[Kafter 400ms\r\x1b[K"; out.String() != want {
			t.Errorf("it writes %q", &out)
		}
	})
}

// Elsewhere than on a terminal there is no line.
func TestNoProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		stop := showProgress(&out, func(time.Duration) string { return "line" })
		time.Sleep(3 * redraw)
		stop()
		if out.Len() > 0 {
			t.Errorf("it writes %q", &out)
		}
	})
}

func TestBar(t *testing.T) {
	for _, test := range []struct {
		done, total float64
		want        string
	}{
		{0, 10, "[........................]"},
		{5, 10, "[############............]"},
		{11, 10, "[########################]"},
		{0, 0, "[........................]"},
	} {
		if got := bar(test.done, test.total); got != test.want {
			t.Errorf("%v of %v: %s", test.done, test.total, got)
		}
	}
}

func TestProcessLine(t *testing.T) {
	r := &processed{Files: make([]processedFile, 100)}
	if got := r.line(time.Second); got != bar(0, 1)+" 0 of 100" {
		t.Error(got)
	}
	r.done.Store(49)
	r.failed.Store(1)
	if got := r.line(20 * time.Second); got != bar(1, 2)+" 50 of 100, 2.5/s, 20s left, 1 failed" {
		t.Error(got)
	}
}
