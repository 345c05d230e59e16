package colour

import (
	"math"
	"testing"
)

// The values are from the standards or their conversion tables.
func TestTransfers(t *testing.T) {
	for _, c := range []struct {
		name     string
		transfer curve
		v, light float64
	}{
		{"sRGB, where its parts meet", srgbToLight, 0.04045, 0.0031308},
		{"sRGB, middle", srgbToLight, 0.5, 0.2140411},
		{"BT.709, straight part", bt709ToLight, 0.045, 0.01},
		{"BT.709, where its parts meet", bt709ToLight, 4.5 * 0.018053968510807, 0.018053968510807},
		{"BT.709, middle", bt709ToLight, 0.5, 0.2597223},
		{"SMPTE 240, straight part", smpte240ToLight, 0.04, 0.01},
		{"SMPTE 240, where its parts meet", smpte240ToLight, 4 * 0.022821585529445, 0.022821585529445},
		{"PQ at 100 cd/m²", pqToLight, 0.508078, 100.0 / referenceWhite},
		{"PQ at 1,000 cd/m²", pqToLight, 0.751827, 1000.0 / referenceWhite},
		{"PQ at 10,000 cd/m²", pqToLight, 1, 10000.0 / referenceWhite},
		{"HLG, where its parts meet", hlgToScene, 0.5, 1.0 / 12},
		{"HLG, reference white", hlgToScene, 0.75, 0.2649625},
		{"HLG, brightest", hlgToScene, 1, 1},
	} {
		if got := c.transfer(c.v); math.Abs(got-c.light) > 2e-5*max(1, c.light) {
			t.Errorf("%s: %v is %.7f, want %.7f", c.name, c.v, got, c.light)
		}
	}
	for v := range 256 {
		if back := 255 * lightToSRGB(srgbToLight(float64(v)/255)); math.Abs(back-float64(v)) > 0.01 {
			t.Errorf("%d comes back as %.3f", v, back)
		}
	}
	for light, want := range map[float64]float64{-1: 0, 0: 0, 1: 1, 7: 1, math.Inf(1): 1, math.NaN(): 0} {
		if got := lightToSRGB(light); got != want {
			t.Errorf("light of %v is %v, want %v", light, got, want)
		}
	}
}

// The primaries of sRGB, adapted to D50, as its profiles have them. Those profiles begin with
// a white that has one more digit, which changes the last digit of blue by two.
func TestPrimaries(t *testing.T) {
	want := matrix{{0.4361, 0.3851, 0.1431}, {0.2225, 0.7169, 0.0606}, {0.0139, 0.0971, 0.7141}}
	got := must(bt709.toXYZ())
	for i := range 3 {
		for j := range 3 {
			if math.Abs(got[i][j]-want[i][j]) > 0.00021 {
				t.Errorf("row %d: %v, want %v", i, got[i], want[i])
			}
		}
	}
	for code, p := range h273Primaries {
		m, err := p.toXYZ()
		if err != nil {
			t.Fatal(code, err)
		}
		white := m.apply(vector{1, 1, 1})
		for i := range 3 {
			if math.Abs(white[i]-d50[i]) > 1e-9 {
				t.Errorf("primaries %d: white is %v", code, white)
			}
		}
	}
}

// L*a*b* by the formulas of the CIE.
func TestLabToXYZ(t *testing.T) {
	for lab, want := range map[vector]vector{
		{100}:       d50,
		{0}:         {},
		{8}:         {0.9642 * 8 / 903.2963, 8 / 903.2963, 0.8249 * 8 / 903.2963}, // in the linear part of the curve
		{50, 0, 0}:  d50.scale(0.1841865),
		{50, 50, 0}: {0.9642 * 0.2993764, 0.1841865, 0.8249 * 0.1841865},
	} {
		got := labToXYZ(lab)
		for i := range 3 {
			if math.Abs(got[i]-want[i]) > 1e-4 {
				t.Errorf("%v: %v, want %v", lab, got, want)
			}
		}
	}
}
