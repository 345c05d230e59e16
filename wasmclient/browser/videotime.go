package browser

import "strconv"

// longestVideo bounds what counts as the length of a video, in s.
const longestVideo = 1e6

// VideoTime returns a time in a video, in s, as players write it: 1:05, or 1:00:05 after an hour. It
// returns 0:00 for what is no time.
func VideoTime(seconds float64) string {
	if !(seconds > 0 && seconds < longestVideo) {
		seconds = 0
	}
	n := int(seconds)
	two := func(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }
	if n < 3600 {
		return strconv.Itoa(n/60) + ":" + two(n%60)
	}
	return strconv.Itoa(n/3600) + ":" + two(n/60%60) + ":" + two(n%60)
}
