package filter_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"framepost/api/filter"
	"framepost/api/filter/filtertest"
	"framepost/api/filter/ops"
	"framepost/api/frame"
	"framepost/api/wire"
)

// foreign parses a chain of built-in operations and one named mine, whose work this is.
func foreign(t *testing.T, text string, work filter.Foreign) filter.Chain {
	t.Helper()
	registry := ops.Registry()
	if err := registry.Add(filter.Filter{Op: wire.Op{Name: "mine", Group: "art", Doc: "Is mine."}, Work: work}); err != nil {
		t.Fatal(err)
	}
	chain, err := registry.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

// Whether foreign work that changes the size has cropped or scaled the picture is unknown.
func TestForeignOfAnotherSizeHasNoAffine(t *testing.T) {
	for size, known := range map[[2]int]bool{{3, 1}: true, {2, 1}: false, {3, 2}: false} {
		chain := foreign(t, "mirror,mine,flip", filter.Foreign{Do: func(_ context.Context, _ filter.Args, f *frame.Frame) error {
			f.Become(filtertest.Flat(size[0], size[1], frame.Gray, 9))
			return nil
		}})
		f := filtertest.Grey([]byte{1, 2, 3})
		if err := chain.Run(context.Background(), f, filter.Metadata{}, 100); err != nil {
			t.Fatal(err)
		}
		if f.Affine.Known() != known {
			t.Errorf("%v: %v", size, f.Affine)
		}
	}
}

// The passes that are pending are done before somebody else's code gets the picture.
func TestForeign(t *testing.T) {
	var got []byte
	chain := foreign(t, "mirror,mine,invert", filter.Foreign{Do: func(_ context.Context, _ filter.Args, f *frame.Frame) error {
		row := f.Planes()[0].Row(0)
		got = slices.Clone(row)
		row[0] = 100
		return nil
	}})
	f := filtertest.Grey([]byte{1, 2, 3})
	if err := chain.Run(context.Background(), f, filter.Metadata{}, 100); err != nil {
		t.Fatal(err)
	}
	if want := []byte{3, 2, 1}; !slices.Equal(got, want) {
		t.Errorf("it gets %v, want %v", got, want)
	}
	if row, want := f.Planes()[0].Row(0), []byte{155, 253, 254}; !slices.Equal(row, want) {
		t.Errorf("the result is %v, want %v", row, want)
	}
}

func TestForeignFails(t *testing.T) {
	broken := &filter.Failure{Reply: &wire.Error{Code: wire.FilterFailed, Detail: "mine is broken"}, Cause: errors.New("a trap")}
	chain := foreign(t, "mine,mirror", filter.Foreign{Do: func(context.Context, filter.Args, *frame.Frame) error { return broken }})
	err := chain.Run(context.Background(), filtertest.Grey([]byte{1}), filter.Metadata{}, 100)
	var reply *wire.Error
	if !errors.Is(err, broken) || !errors.As(err, &reply) || reply.Code != wire.FilterFailed {
		t.Errorf("the error is %v", err)
	}
}

// A chain is ready when all its operations are, and work that nobody has waited for waits itself.
func TestForeignReady(t *testing.T) {
	ready := make(chan struct{})
	chain := foreign(t, "mine,mirror", filter.Foreign{
		Ready: func(ctx context.Context) error {
			select {
			case <-ready:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
		Do: func(context.Context, filter.Args, *frame.Frame) error { return nil },
	})
	ended, end := context.WithCancel(context.Background())
	end()
	if err := chain.Ready(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("before it is ready: %v", err)
	}
	close(ready)
	if err := chain.Ready(context.Background()); err != nil {
		t.Error(err)
	}
	if err := chain.Run(context.Background(), filtertest.Grey([]byte{1}), filter.Metadata{}, 100); err != nil {
		t.Error(err)
	}
}
