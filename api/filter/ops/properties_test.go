package ops

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/filter/filtertest"
	"framepost/api/frame"
	"framepost/api/wire"
)

// The tests in this file check that every operation has the properties that it publishes, and
// none that it does not publish.

func TestSetsSize(t *testing.T) {
	for _, op := range registry.Ops() {
		small := apply(t, op.Name, filtertest.Picture(64, 48, frame.YUV420))
		large := apply(t, op.Name, filtertest.Picture(192, 144, frame.YUV420))
		if sets := small.W == large.W && small.H == large.H; sets != op.Properties.SetsSize {
			t.Errorf("%s makes %d×%d of 64×48 and %d×%d of 192×144, and says that it sets the size: %v",
				op.Name, small.W, small.H, large.W, large.H, op.Properties.SetsSize)
		}
		if !op.Properties.SetsSize {
			continue
		}
		for _, p := range op.Params {
			for _, value := range extremes(p) {
				args := []wire.Arg{{Key: p.Name, Value: value}}
				small, large := runWith(t, op, args, 32, 24, frame.Gray), runWith(t, op, args, 96, 72, frame.Gray)
				if small != nil && large != nil && (small.W != large.W || small.H != large.H) {
					t.Errorf("%s with %s %s makes %d×%d or %d×%d", op.Name, p.Name, value, small.W, small.H, large.W, large.H)
				}
			}
		}
	}
}

func TestMirrors(t *testing.T) {
	for _, op := range registry.Ops() {
		want := filtertest.Picture(40, 30, frame.YUV444)
		want.Transform(frame.Turned(40, 30, frame.FlipX))
		got := apply(t, op.Name, filtertest.Picture(40, 30, frame.YUV444))
		if mirrors := filtertest.Same(got, want); mirrors != op.Properties.Mirrors {
			t.Errorf("%s mirrors: %v, and says: %v", op.Name, mirrors, op.Properties.Mirrors)
		}
	}
}

func TestReadsClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, op := range registry.Ops() {
			before := apply(t, op.Name, filtertest.Picture(320, 240, frame.YUV420))
			time.Sleep(time.Hour)
			after := apply(t, op.Name, filtertest.Picture(320, 240, frame.YUV420))
			if reads := !filtertest.Same(before, after); reads != op.Properties.ReadsClock {
				t.Errorf("%s has another result an hour later: %v, and says: %v", op.Name, reads, op.Properties.ReadsClock)
			}
		}
	})
}

func TestReports(t *testing.T) {
	for _, op := range registry.Ops() {
		f := apply(t, op.Name, filtertest.Picture(64, 48, frame.YUV420))
		text, err := json.Marshal(f.Figures)
		if err != nil {
			t.Fatal(err)
		}
		reported := map[string]any{}
		if err := json.Unmarshal(text, &reported); err != nil {
			t.Fatal(err)
		}
		if f.Faces != nil {
			reported["faces"] = f.Faces
		}
		if got := slices.Sorted(maps.Keys(reported)); !slices.Equal(got, op.Properties.Reports) {
			t.Errorf("%s reports %v, and says: %v", op.Name, got, op.Properties.Reports)
		}
	}
}
