package jpeg

import "bytes"

// Restart markers (T.81 E.1.4, F.2.2.5) count from 0 to 7 and around, so that damage
// costs the interval that it is in and no other. Three kinds of damage look alike: a
// marker is lost, its number is wrong, or data looks like a marker. libjpeg decides by
// the number alone (jdmarker.c, jpeg_resync_to_restart): one that is one or two ahead
// means lost markers to it. The number of the next marker tells better, where there is one.

// resync looks in src, which begins where an interval has ended, for the restart marker
// number want, 0 to 7. It returns what comes after the marker and how many intervals are
// lost before that, always fewer than left; or false when the scan ends.
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
		then := -1 // how far ahead the marker after this one is
		if number, _, found := nextRestart(rest, want+1); found {
			then = int(number-want) & 7
		}
		follows := then == (ahead+1)&7
		switch {
		case then == 0: // this one is made of data
		case then == 1 || then < 0 && left == 1: // its number is wrong
			return rest, 0, true
		case ahead <= 2 || ahead <= 4 && follows:
			if ahead < left {
				return rest, ahead, true
			}
			return rest, 0, true // so many are not left: its number is wrong
		case ahead >= 6 || follows: // it belongs to an interval before
		default: // nothing fits: most likely is what needs the least damage
			return rest, 0, true
		}
		src = rest
	}
}

// nextRestart returns the number of the next restart marker in src and what comes after
// it. A scan ends before any other marker, unless the marker numbered want comes next:
// there are none between scans, so that other marker is damaged data.
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
