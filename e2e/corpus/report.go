package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"
)

// report summarises the results of a corpus.
type report struct {
	results  []result
	peak     int // bytes of the server's memory
	compared bool
}

// near is the PSNR, in dB, from which the answer and djpeg's picture count as equal: the
// conversion to RGB and back rounds, and djpeg's conversion is a different one.
const near = 38

func (r report) write(w io.Writer, slow time.Duration, worst int) {
	counts := map[string]int{}
	for _, one := range r.results {
		counts[outcome(one)]++
	}
	fmt.Fprintf(w, "%d requests, peak memory %d MB\n", len(r.results), r.peak>>20)
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(w, "%8d  %s\n", counts[key], key)
	}
	lines := func(title string, of []result, line func(result) string) {
		if len(of) == 0 {
			return
		}
		fmt.Fprintf(w, "\n%s: %d\n", title, len(of))
		for _, one := range of[:min(worst, len(of))] {
			fmt.Fprintf(w, "  %s %s%s\n", line(one), one.file, one.query)
		}
	}
	lines("Defects", r.filter(defect), func(one result) string { return outcome(one) })
	bySlowness := slices.Clone(r.results)
	slices.SortFunc(bySlowness, func(a, b result) int { return cmp.Compare(b.took, a.took) })
	lines("Slowest", bySlowness[:min(worst, len(bySlowness))], func(one result) string {
		return fmt.Sprintf("%5d ms", one.took.Milliseconds())
	})
	lines(fmt.Sprintf("Slower than %v", slow), r.filter(func(one result) bool { return one.took > slow }), outcome)
	if !r.compared {
		fmt.Fprintln(w, "\ndjpeg is not installed; nothing is compared with it")
		return
	}
	lines("Refused, though djpeg reads them without a warning", r.filter(func(one result) bool {
		return one.opinion.clean && one.status != http.StatusOK
	}), outcome)
	lines("Refused, though djpeg reads them with warnings", r.filter(func(one result) bool {
		return one.opinion.reads && !one.opinion.clean && one.status != http.StatusOK
	}), outcome)
	apart := r.filter(func(one result) bool {
		return one.opinion.clean && one.status == http.StatusOK && (one.opinion.differ || one.opinion.psnr < near)
	})
	slices.SortFunc(apart, func(a, b result) int { return cmp.Compare(a.opinion.psnr, b.opinion.psnr) })
	lines("Shown otherwise than by djpeg", apart, func(one result) string {
		if one.opinion.differ {
			return "another size"
		}
		return fmt.Sprintf("%.1f dB", one.opinion.psnr)
	})
}

func (r report) filter(keep func(result) bool) (kept []result) {
	for _, one := range r.results {
		if keep(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

func outcome(r result) string {
	if r.status == 0 {
		return "no answer"
	}
	return fmt.Sprint(r.status, " ", cmp.Or(string(r.code), "picture"))
}

// defect reports whether a request got neither a picture nor a clear refusal.
func defect(r result) bool {
	return r.status == 0 || r.status >= 500 || r.status != http.StatusOK && r.code == ""
}

// judge returns an error if the server did not keep its limits.
func (r report) judge(slow time.Duration, memory int) error {
	defects := len(r.filter(defect))
	late := len(r.filter(func(one result) bool { return one.took > slow }))
	if defects > 0 || late > 0 || r.peak > memory {
		return fmt.Errorf("%d defects, %d answers later than %v, peak memory %d MB of %d", defects, late, slow, r.peak>>20, memory>>20)
	}
	return nil
}
