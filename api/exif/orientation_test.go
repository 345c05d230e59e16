package exif

import "testing"

func TestOrientation(t *testing.T) {
	const (
		big    = "MM\x00*\x00\x00\x00\x08\x00\x02" + "\x01\x00\x00\x03\x00\x00\x00\x01\x00\x09\x00\x00"
		little = "II*\x00\x0a\x00\x00\x00??\x01\x00"
	)
	for _, test := range []struct {
		name, tiff string
		want       int
	}{
		{"big-endian, second entry", big + "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00", 6},
		{"little-endian, directory further on", little + "\x12\x01\x03\x00\x01\x00\x00\x00\x08\x00\x00\x00", 8},
		{"no such value", big + "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x09\x00\x00", 1},
		{"a long", big + "\x01\x12\x00\x04\x00\x00\x00\x01\x00\x06\x00\x00", 1},
		{"breaks off", big + "\x01\x12\x00\x03\x00\x00", 1},
		{"directory behind the end", "MM\x00*\xff\xff\xff\xff\x00\x00", 1},
		{"other bytes", "MM*\x00\x00\x00\x00\x08", 1},
		{"nothing", "", 1},
	} {
		if got := Orientation([]byte(test.tiff)); got != test.want {
			t.Errorf("%s: %d; want %d", test.name, got, test.want)
		}
	}
}

func FuzzOrientation(f *testing.F) {
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x08\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, tiff []byte) {
		if v := Orientation(tiff); v < 1 || v > 8 {
			t.Errorf("%d", v)
		}
	})
}
