package wire

import (
	"strconv"
	"strings"
)

// MaxBytes is the largest value of QueryBytes; the least is 1.
const MaxBytes = 100_000_000

// AboutBytes precedes a limit that gives way to a picture which takes more at LeastQuality: then
// that is the answer, where a plain limit refuses it.
const AboutBytes = "~"

// ParseBytes reads the value of QueryBytes: a whole number of bytes, or one followed by k
// for thousands or M for millions, in either case, and about reports whether AboutBytes precedes
// it. ok reports whether the value is one that is allowed.
func ParseBytes(s string) (n int, about, ok bool) {
	s, about = strings.CutPrefix(s, AboutBytes)
	unit := 1
	if last := len(s) - 1; last > 0 {
		switch s[last] {
		case 'k', 'K':
			unit, s = 1000, s[:last]
		case 'm', 'M':
			unit, s = 1_000_000, s[:last]
		}
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' { // Atoi takes a sign
			return 0, false, false
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > MaxBytes/unit {
		return 0, false, false
	}
	return n * unit, about, true
}
