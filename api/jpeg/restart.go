package jpeg

import "bytes"

// Restart markers (T.81 E.1.4, F.2.2.5) count from 0 to 7 and around, so that damage costs only
// the interval that contains it. Three kinds of damage look alike: a marker is lost, its number
// is wrong, or data look like a marker. libjpeg decides by the number alone (jdmarker.c,
// jpeg_resync_to_restart): if it is one or two ahead, libjpeg assumes that markers are lost.
// The number of the following marker, if there is one, is better evidence.

// resync searches src, which begins where an interval has ended, for the restart marker with
// the number want, 0 to 7. It returns the data after the marker and how many intervals are lost
// before them, always fewer than left. It returns false if the scan ends.
func resync(src []byte, want byte, left int) (rest []byte, lost int, found bool) {
	for {
		number, rest, found := nextRestart(src, want)
		if !found {
			return nil, 0, false
		}
		ahead := int(number-want) & 7
		if ahead == 0 {
			return rest, 0, true
		}
		then := -1 // how far the marker after this one is ahead
		if number, _, found := nextRestart(rest, want+1); found {
			then = int(number-want) & 7
		}
		follows := then == (ahead+1)&7
		switch {
		case then == 0: // this one is not a marker but data
		case then == 1 || then < 0 && left == 1: // this one's number is wrong
			return rest, 0, true
		case ahead <= 2 || ahead <= 4 && follows:
			if ahead < left {
				return rest, ahead, true
			}
			return rest, 0, true // fewer intervals are left, so its number is wrong
		case ahead >= 6 || follows: // it belongs to an earlier interval
		default: // nothing fits: assume what needs the least damage
			return rest, 0, true
		}
		src = rest
	}
}

// nextRestart returns the number of the next restart marker in src and the data after it. A
// scan ends before any other marker, unless the marker with the number want comes next: between
// scans there are no restart markers, so that other marker is damaged data.
func nextRestart(src []byte, want byte) (number byte, rest []byte, found bool) {
	ended := false
	for {
		at := bytes.IndexByte(src, 0xFF)
		if at < 0 || at+1 == len(src) {
			return 0, nil, false
		}
		marker := src[at+1]
		switch {
		case marker == 0xFF:
			src = src[at+1:]
			continue
		case marker < markerFirst:
		case marker >= markerRST0 && marker <= markerRST7:
			number = marker - markerRST0
			return number, src[at+2:], !ended || number == want&7
		case ended || marker == markerSOS:
			return 0, nil, false
		default:
			ended = true
		}
		src = src[at+2:]
	}
}
