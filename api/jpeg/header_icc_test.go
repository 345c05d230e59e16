package jpeg

import (
	"bytes"
	"slices"
	"testing"
)

// icc writes an APP2 segment with a part of a profile.
func (f *file) icc(number, count byte, part string) *file {
	return f.segment(markerAPP2, slices.Concat([]byte("ICC_PROFILE\x00"), []byte{number, count}, []byte(part))...)
}

func TestICC(t *testing.T) {
	picture := func(f *file) []byte { return f.frame(markerSOF0, 9, 8, 1, 0x11).scan([]byte{1}, 0).end() }
	for _, c := range []struct {
		name string
		file *file
		want string
	}{
		{"none", newFile(), ""},
		{"one part", newFile().icc(1, 1, "profile"), "profile"},
		{"after EXIF and a preview", newFile().segment(markerAPP1, []byte("Exif\x00\x00")...).segment(markerAPP2, []byte("MPF\x00II*\x00")...).icc(1, 1, "profile"), "profile"},
		{"three parts", newFile().icc(1, 3, "pro").icc(2, 3, "fi").icc(3, 3, "le"), "profile"},
		{"out of order", newFile().icc(3, 3, "le").icc(1, 3, "pro").icc(2, 3, "fi"), "profile"},
		{"twice", newFile().icc(1, 2, "pro").icc(1, 2, "xxx").icc(2, 2, "file"), "profile"},
		{"one missing", newFile().icc(1, 3, "pro").icc(3, 3, "le"), ""},
		{"number 0", newFile().icc(0, 1, "profile"), ""},
		{"number past the count", newFile().icc(1, 1, "profile").icc(2, 1, "more"), ""},
		{"counts disagree", newFile().icc(1, 2, "pro").icc(2, 3, "file"), ""},
		{"no parts", newFile().icc(0, 0, ""), ""},
		{"too short", newFile().segment(markerAPP2, []byte("ICC_PROFILE\x00\x01")...), ""},
		{"in another segment", newFile().segment(markerAPP1, []byte("ICC_PROFILE\x00\x01\x01profile")...), ""},
	} {
		if got := ICC(picture(c.file)); string(got) != c.want || (got == nil) != (c.want == "") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := ICC(newFile().frame(markerSOF0, 9, 8, 1, 0x11).scan([]byte{1}, 0).icc(1, 1, "late").end()); got != nil {
		t.Errorf("after the scan: %q", got)
	}
}

// The largest possible profile: 255 segments of 64 kB.
func TestICCLargest(t *testing.T) {
	part := bytes.Repeat([]byte{7}, 0xFFFF-16)
	f := newFile()
	for i := range 255 {
		f.icc(byte(i+1), 255, string(part))
	}
	if got := ICC(f.end()); len(got) != 255*len(part) {
		t.Errorf("%d bytes, want %d", len(got), 255*len(part))
	}
}

func FuzzICC(f *testing.F) {
	f.Add(newFile().icc(1, 2, "pro").icc(2, 2, "file").end())
	f.Add([]byte{0xFF})
	f.Add(newFile().icc(0, 0, "").icc(255, 255, "").end())
	f.Fuzz(func(t *testing.T, data []byte) {
		if profile := ICC(data); len(profile) > len(data) {
			t.Fatalf("%d bytes of %d", len(profile), len(data))
		}
	})
}
