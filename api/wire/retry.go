package wire

import "strconv"

// ParseRetryAfter returns the seconds that a Retry-After header asks for (RFC 9110 section
// 10.2.3), at most 65,535, or 0 if it holds no number. The header may also hold a date, which
// announces maintenance; the answers to frames never do.
func ParseRetryAfter(header string) int {
	seconds, err := strconv.ParseUint(header, 10, 16)
	if err != nil {
		return 0
	}
	return int(seconds)
}
