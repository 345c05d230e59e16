package ops

import (
	"bytes"
	"image/color"
	"strings"
	"testing"

	"framepost/api/filter/filtertest"
	"framepost/api/filter/lut"
	"framepost/api/frame"
)

// TestLUTIsTheTable compares with the table itself on the same pixels, at odd sizes.
func TestLUTIsTheTable(t *testing.T) {
	tables, err := lut.Load("../lut/testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range tables.Names() {
		for _, s := range filtertest.Samplings {
			img := filtertest.Picture(97, 61, s).NRGBA()
			tables.Table(name).RGBA(img.Pix)
			got := apply(t, "lut:"+name, filtertest.Picture(97, 61, s))
			if !bytes.Equal(got.NRGBA().Pix, img.Pix) {
				t.Errorf("%s with sampling %d is not its table", name, s)
			}
		}
	}
}

// TestLUTAmount mixes black with what the table makes of it, and checks that nothing of it is the
// picture itself and all of it the table's.
func TestLUTAmount(t *testing.T) {
	full := apply(t, "lut:film", filtertest.Flat(70, 3, frame.YUV420, 0)).NRGBA().NRGBAAt(69, 2)
	if full != (color.NRGBA{16, 15, 15, 255}) { // 0.06 of white, red 3 % stronger and blue 2 % weaker
		t.Errorf("black becomes %v", full)
	}
	for amount, want := range map[string]byte{"0": 0, "25": 4, "50": 8, "100": 16} {
		f := apply(t, "lut:film:"+amount, filtertest.Flat(70, 3, frame.YUV420, 0))
		if got := f.NRGBA().NRGBAAt(69, 2); got.R != want || got.A != 255 {
			t.Errorf("%s %%: black becomes %v, want red of %d", amount, got, want)
		}
	}
}

func TestLUTRefusesOtherTables(t *testing.T) {
	_, err := registry.Parse("lut:nosuch")
	if err == nil || !strings.Contains(err.Error(), "one of film, warm") {
		t.Errorf("another table: %v", err)
	}
	if _, err := Registry().Parse("lut"); err == nil {
		t.Error("a registry without tables has the operation")
	}
}

func BenchmarkLUT(b *testing.B) {
	for _, chain := range []string{"lut:film", "lut:warm", "lut:warm:50"} {
		b.Run(chain, func(b *testing.B) { benchmark(b, chain) })
	}
}
