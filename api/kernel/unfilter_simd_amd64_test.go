//go:build goexperiment.simd

package kernel

import (
	"bytes"
	"slices"
	"testing"
)

// The vector versions write the same bytes as the plain ones at every length, and none after
// it.
func TestUnfilterVectorIsPlain(t *testing.T) {
	for _, pixel := range []int{1, 2, 3, 4, 6, 8} {
		for n := 1; n < 40; n++ {
			src, above := noise(n*pixel, n), noise(n*pixel, n+1)
			for filter := byte(FilterNone); filter <= FilterPaeth; filter++ {
				got, want := make([]byte, n*pixel+1), make([]byte, n*pixel+1)
				done := unfilterVector(filter, got[:n*pixel], src, above, pixel)
				unfilterPlain(filter, got[:n*pixel], src, above, pixel, done)
				unfilterPlain(filter, want[:n*pixel], src, above, pixel, 0)
				if !bytes.Equal(got, want) {
					t.Fatalf("filter %d, %d pixels of %d bytes: %v; want %v", filter, n, pixel, got, want)
				}
			}
		}
	}
}

func TestFilterRowVectorIsPlain(t *testing.T) {
	for _, pixel := range []int{1, 2, 3, 4, 6, 8} {
		for n := 1; n < 80; n++ {
			src, above := noise(n*pixel, n), noise(n*pixel, n+1)
			for _, filter := range []byte{FilterSub, FilterUp, FilterPaeth} {
				got, want := make([]byte, n*pixel+1), make([]byte, n*pixel+1)
				done, sum := filterRowVector(filter, got[:n*pixel], src, above, pixel)
				sum += filterRowPlain(filter, got[:n*pixel], src, above, pixel, done)
				if wanted := filterRowPlain(filter, want[:n*pixel], src, above, pixel, 0); sum != wanted || !bytes.Equal(got, want) {
					t.Fatalf("filter %d, %d pixels of %d bytes: %v, sum %d; want %v, sum %d", filter, n, pixel, got, sum, want, wanted)
				}
			}
		}
	}
}

func TestPixelVectorsArePlain(t *testing.T) {
	for n := range 200 {
		row, got, want := noise(n, n), make([]uint16, (n+1)/2), make([]uint16, (n+1)/2)
		for i := range got {
			got[i], want[i] = uint16(i), uint16(i)
		}
		done := addPairsVector(got, row)
		addPairsPlain(got[done:], row[2*done:])
		if addPairsPlain(want, row); !slices.Equal(got, want) {
			t.Fatalf("pairs of %d: %v; want %v", n, got, want)
		}
		rgb, gotRGBA, wantRGBA := noise(3*n, n), make([]byte, 4*n), make([]byte, 4*n)
		spreads := rgbToRGBAVector(gotRGBA, rgb)
		rgbToRGBAPlain(gotRGBA[4*spreads:], rgb[3*spreads:])
		if rgbToRGBAPlain(wantRGBA, rgb); !bytes.Equal(gotRGBA, wantRGBA) {
			t.Fatalf("%d pixels: %v; want %v", n, gotRGBA, wantRGBA)
		}
		rgba, gotRGB, wantRGB := noise(4*n, n), make([]byte, 3*n), make([]byte, 3*n)
		gathers := rgbaToRGBVector(gotRGB, rgba)
		rgbaToRGBPlain(gotRGB[3*gathers:], rgba[4*gathers:])
		if rgbaToRGBPlain(wantRGB, rgba); !bytes.Equal(gotRGB, wantRGB) {
			t.Fatalf("%d pixels: %v; want %v", n, gotRGB, wantRGB)
		}
	}
}
