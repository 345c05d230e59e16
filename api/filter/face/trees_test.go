package face

import (
	"errors"
	"testing"

	"framepost/api/filter/face/cascade"
)

// TestReadyTriesAgain has the cascade come from a place that is away for a moment.
func TestReadyTriesAgain(t *testing.T) {
	away := errors.New("is away")
	calls := 0
	Use(func() ([]byte, error) {
		if calls++; calls == 1 {
			return nil, away
		}
		return cascade.Load()
	})
	defer Use(cascade.Load)
	for i, want := range []error{away, nil, nil} {
		if err := Ready(); err != want {
			t.Errorf("call %d: %v, want %v", i+1, err, want)
		}
	}
	if calls != 2 {
		t.Errorf("loaded %d times", calls)
	}
}

func TestReadyWithoutCascade(t *testing.T) {
	Use(nil)
	defer Use(cascade.Load)
	if Ready() == nil {
		t.Error("no error without a cascade")
	}
}
