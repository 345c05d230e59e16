package album

import "strconv"

// Bytes returns a number of bytes for people, with two digits at least: "812 B", "45 kB", "1.2 MB".
func Bytes(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + " B"
	case n < 999_500:
		return strconv.FormatInt((n+500)/1000, 10) + " kB"
	case n < 9_950_000:
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
	}
	return strconv.FormatInt((n+500_000)/1_000_000, 10) + " MB"
}

// Saving compares a file with its result: "5.2 MB → 1.3 MB, 75 % smaller".
func Saving(before, after int64) string {
	text := Bytes(before) + " → " + Bytes(after)
	if before <= 0 {
		return text
	}
	switch percent := (before - after) * 100 / before; {
	case percent > 0:
		return text + ", " + strconv.FormatInt(percent, 10) + " % smaller"
	case percent < 0:
		return text + ", " + strconv.FormatInt(-percent, 10) + " % larger"
	}
	return text + ", as large"
}
