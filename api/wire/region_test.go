package wire

import (
	"strings"
	"testing"
)

func TestRegionText(t *testing.T) {
	region := Region{Box{96, 64, 320, 240}, 1280, 720}
	const text = "96,64,320,240,1280,720"
	if got := region.String(); got != text {
		t.Errorf("String() = %q", got)
	}
	for _, given := range []string{text, " 96, 64,320 ,240,1280,720"} {
		if got, err := ParseRegion(given); err != nil || got != region {
			t.Errorf("ParseRegion(%q) = %+v, %v", given, got, err)
		}
	}
}

func TestRegionErrors(t *testing.T) {
	for given, want := range map[string]string{
		"":                          "has 1 parts; region is x,y,w,h,W,H",
		"1,2,3,4,5":                 "has 5 parts",
		"0,0,3,4,5,6,7":             "has 7 parts",
		"0,0,16,x,32,32":            `part 4, "x", is no whole number from 0 to 65535`,
		"-16,0,16,16,32,32":         `part 1, "-16"`,
		"0,0,16,16,32,65536":        `part 6, "65536"`,
		"0,0,1e3,16,32,32":          `part 3, "1e3"`,
		"0,0,0,16,32,32":            "0x16 has no pixels",
		"16,0,17,16,32,32":          "a region of 17x16 at 16,0 reaches beyond the frame of 32x32",
		"0,32,1,1,32,32":            "reaches beyond the frame",
		"99999999999999999999,,,,,": "part 1",
	} {
		got, err := ParseRegion(given)
		fault, _ := err.(*Error)
		if fault == nil || fault.Code != BadRegion || !strings.Contains(fault.Detail, want) || got != (Region{}) {
			t.Errorf("ParseRegion(%q) = %+v, %v, want %q", given, got, err, want)
		}
	}
}

func TestRegionIsSentFromTheCornerOfBlocks(t *testing.T) {
	for box, ok := range map[Box]bool{{0, 0, 5, 5}: true, {16, 48, 5, 5}: true, {8, 0, 16, 16}: false, {0, 1, 16, 16}: false} {
		if err := (Region{box, 64, 64}).CheckSent(); (err == nil) != ok {
			t.Errorf("%+v: %v", box, err)
		}
	}
}

func TestRegionIsFrame(t *testing.T) {
	for box, is := range map[Box]bool{{0, 0, 64, 48}: true, {0, 0, 64, 47}: false, {16, 0, 48, 48}: false} {
		if got := (Region{box, 64, 48}).IsFrame(); got != is {
			t.Errorf("%+v of 64x48: %v", box, got)
		}
	}
}

func FuzzParseRegion(f *testing.F) {
	for _, seed := range []string{"", "0,0,16,16,32,32", "16,16,17,17,32,32", ",,,,,", "1,1,1,1,1,1", "9223372036854775807,0,1,1,1,1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRegion(text)
		if err != nil {
			return
		}
		if again, err := ParseRegion(r.String()); err != nil || again != r {
			t.Errorf("%q is %+v, whose text is %+v, %v", text, r, again, err)
		}
		if r.W < 1 || r.H < 1 || r.X < 0 || r.Y < 0 || r.X+r.W > r.FrameW || r.Y+r.H > r.FrameH {
			t.Errorf("%q is %+v", text, r)
		}
	})
}
