package lettering

import (
	"errors"
	"testing"

	"framepost/api/filter/lettering/fonts"
)

// TestFontThatIsAway has the second font come from a place that is away for a moment. A line in the
// first one never asks for it; one that needs both fails as a whole, and is written later.
func TestFontThatIsAway(t *testing.T) {
	away := errors.New("is away")
	calls := 0
	Use(fonts.Files[0], func() ([]byte, error) {
		if calls++; calls == 1 {
			return nil, away
		}
		return fonts.Files[1]()
	})
	defer Use(fonts.Files...)
	for i, line := range []struct {
		text  string
		err   error
		calls int
	}{{"abc", nil, 0}, {"abc אבג", away, 1}, {"abc אבג", nil, 2}, {"سلام", nil, 2}} {
		if _, err := Shape(line.text); err != line.err || calls != line.calls {
			t.Errorf("line %d: %v after %d loads, want %v after %d", i+1, err, calls, line.err, line.calls)
		}
	}
}
