package ops

import (
	"bytes"
	"fmt"
	"image"
	"slices"
	"testing"

	"framepost/api/filter/face"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/planes"
	"framepost/api/frame"
)

func TestGravityLiterals(t *testing.T) {
	wide := func() *frame.Frame { return filtertest.Grey([]byte{1, 2, 3, 4}, []byte{5, 6, 7, 8}) }
	for gravity, want := range map[string][][]byte{
		"left": {{1, 2}, {5, 6}}, "top-left": {{1, 2}, {5, 6}}, "bottom-left": {{1, 2}, {5, 6}},
		"centre": {{2, 3}, {6, 7}}, "top": {{2, 3}, {6, 7}}, "bottom": {{2, 3}, {6, 7}},
		"right": {{3, 4}, {7, 8}}, "top-right": {{3, 4}, {7, 8}}, "bottom-right": {{3, 4}, {7, 8}},
		"faces": {{2, 3}, {6, 7}}, // there are none
	} {
		if got := filtertest.Rows(apply(t, "resize:2:2:cover:gravity="+gravity, wide()), 0); !slices.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("%s: got %v, want %v", gravity, got, want)
		}
	}
	for gravity, want := range map[string][]byte{"top": {1, 2}, "top-right": {1, 2}, "left": {2, 3}, "bottom": {3, 4}, "bottom-left": {3, 4}} {
		f := apply(t, "resize:1:2:cover:gravity="+gravity, filtertest.Grey([]byte{1}, []byte{2}, []byte{3}, []byte{4}))
		if got := []byte{filtertest.Rows(f, 0)[0][0], filtertest.Rows(f, 0)[1][0]}; !bytes.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", gravity, got, want)
		}
	}
	f := apply(t, "resize:2:2:cover:gravity=energy", filtertest.Grey([]byte{9, 9, 9, 99}, []byte{9, 9, 9, 99}))
	if got := filtertest.Rows(f, 0)[0]; !bytes.Equal(got, []byte{9, 99}) {
		t.Errorf("energy: got %v", got)
	}
}

// TestGravityIsACrop compares each gravity with a crop and a resize, on all samplings and odd sizes.
func TestGravityIsACrop(t *testing.T) {
	for _, s := range filtertest.Samplings {
		for gravity, x := range map[string]int{"left": 0, "centre": 28, "right": 56} { // of 117 px, 61 stay
			got := apply(t, "resize:31:31:cover:gravity="+gravity, filtertest.Picture(117, 61, s))
			want := apply(t, fmt.Sprintf("crop:%d:0:61:61,resize:31:31", x), filtertest.Picture(117, 61, s))
			if !filtertest.Same(got, want) {
				t.Errorf("%s with sampling %d is not the crop from %d px", gravity, s, x)
			}
		}
	}
}

// TestGravityOnFaces checks that what is kept has the face in its middle, wherever it is, and that
// a face is found although the chain has hidden it before.
func TestGravityOnFaces(t *testing.T) {
	const w, h, keep = 900, 400, 400
	for _, offset := range []int{0, 130, 580} {
		f, _ := portrait(t, frame.YUV420, w, h, offset, 40)
		found := face.Find(planes.Luma(f), 32, face.Certain)
		if len(found) != 1 {
			t.Fatalf("%d faces at %d", len(found), offset)
		}
		const cover = "resize:200:200:cover:gravity=faces"
		crop := cropAround(found[0], w, keep)
		if got := apply(t, cover, f); !filtertest.Same(got, applyTo(t, crop, offset)) {
			t.Errorf("with a face at %v it is not %s", found[0], crop)
		}
		hidden := applyTo(t, "faces:fill:margin=0", offset)
		crop = cropAround(hidden.Faces[0], w, keep)
		got, want := applyTo(t, "faces:fill:margin=0,"+cover, offset), applyTo(t, "faces:fill:margin=0,"+crop, offset)
		if !filtertest.Same(got, want) || len(got.Faces) != 1 || !slices.Equal(got.Faces, want.Faces) {
			t.Errorf("with a hidden face at %v it is not %s, or the face is elsewhere: %v", hidden.Faces, crop, got.Faces)
		}
	}
}

// cropAround returns the chain that keeps a square of keep px with r in its middle, if it can, of
// a picture that is w px wide and as high as the square.
func cropAround(r image.Rectangle, w, keep int) string {
	return fmt.Sprintf("crop:%d:0:%d:%d,resize:200:200", min(max((r.Min.X+r.Max.X-keep)/2, 0), w-keep), keep, keep)
}

// applyTo runs a chain on the portrait at an offset.
func applyTo(t *testing.T, chain string, offset int) *frame.Frame {
	t.Helper()
	f, _ := portrait(t, frame.YUV420, 900, 400, offset, 40)
	return apply(t, chain, f)
}

// TestGravityLooksAtTheTurnedPicture has the face at one end, and what comes before in the chain
// moves it to the other.
func TestGravityLooksAtTheTurnedPicture(t *testing.T) {
	for chain, offset := range map[string]int{"mirror,": 580, "rotate:180,flip,": 580, "crop:580:0:320:100%,resize:900:400:contain,": 580, "": 0} {
		f := applyTo(t, chain+"resize:200:200:cover:gravity=faces", offset)
		if found := face.Find(planes.Luma(f), 32, face.Certain); len(found) != 1 {
			t.Errorf("%q: %d faces are left of 1", chain, len(found))
		}
	}
}

func BenchmarkGravity(b *testing.B) {
	for _, gravity := range []string{"centre", "energy", "faces"} {
		b.Run(gravity, func(b *testing.B) { benchmark(b, "resize:256:256:cover:gravity="+gravity) })
	}
}
