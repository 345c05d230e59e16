package network

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// figure is the measurement of a link.
type figure struct {
	fps, p50, p95 float64 // ms, from the camera's video to the answer on the screen
	note          string
}

func (f figure) String() string {
	var parts []string
	if f.fps > 0 {
		parts = append(parts, fmt.Sprintf("%.1f fps, p50 %.0f ms, p95 %.0f ms", f.fps, f.p50, f.p95))
	}
	if f.note != "" {
		parts = append(parts, f.note)
	}
	return strings.Join(parts, "; ")
}

// line is one row of the table.
type line struct {
	link   string
	must   string
	mine   figure
	missed []string // those bounds of must that were missed
	theirs map[string]string
}

// bounds are the limits for a link; 0 for no limit.
type bounds struct {
	fps, p50, p95 float64
}

func (b bounds) String() string {
	text := fmt.Sprintf("≥ %g fps", b.fps)
	if b.p50 > 0 {
		text += fmt.Sprintf(", p50 ≤ %g ms", b.p50)
	}
	return text + fmt.Sprintf(", p95 ≤ %g ms", b.p95)
}

func (b bounds) missed(f figure) (what []string) {
	if f.fps < b.fps {
		what = append(what, fmt.Sprintf("%.1f fps", f.fps))
	}
	if b.p50 > 0 && f.p50 > b.p50 {
		what = append(what, fmt.Sprintf("p50 %.1f ms", f.p50))
	}
	if f.p95 > b.p95 {
		what = append(what, fmt.Sprintf("p95 %.1f ms", f.p95))
	}
	return what
}

// contenders are what framepost is compared with, in the order of the columns. A table has those
// that were measured for one of its rows.
var contenders = []string{flaskJPEG, flaskPNG, webRTC}

func measured(lines []line) (columns []string) {
	for _, c := range contenders {
		if slices.ContainsFunc(lines, func(l line) bool { return l.theirs[c] != "" }) {
			columns = append(columns, c)
		}
	}
	return columns
}

// table formats the report in Markdown.
func table(lines []line, where string) string {
	columns := measured(lines)
	var b strings.Builder
	b.WriteString("\n| link | must hold | framepost | held |")
	for _, c := range columns {
		b.WriteString(" " + c + " |")
	}
	b.WriteString("\n|---|---|---|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, l := range lines {
		held := "yes"
		if len(l.missed) > 0 {
			held = "no: " + strings.Join(l.missed, ", ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |", l.link, l.must, l.mine, held)
		for _, c := range columns {
			fmt.Fprintf(&b, " %s |", l.theirs[c])
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\n%s, %s\n", where, time.Now().UTC().Format("2 January 2006"))
	return b.String()
}
