package camera

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Who has seen nothing is told why, not at the first refusal, and not much later than patience. Who has
// seen a picture waits for the camera to come back.
func TestFailuresAreTold(t *testing.T) {
	for name, test := range map[string]struct {
		answer fake
		want   string
		after  time.Duration
	}{
		"gone": {func(*http.Request) (*http.Response, error) { return nil, errors.New("10.0.0.7: refused") }, string(unreachable), 3750 * time.Millisecond},
		"forbidden": {func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 401, Status: "401 Unauthorized", Body: http.NoBody}, nil
		}, "it answers 401 Unauthorized", 3750 * time.Millisecond},
		"no answer": {func(r *http.Request) (*http.Response, error) {
			select {
			case <-time.After(patience): // as net/http's Transport would
				return nil, errors.New("timeout awaiting response headers")
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}, string(unreachable), patience},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := test.answer.camera(t)
				defer c.Watch()()
				began := time.Now()
				if _, err := c.Next(t.Context(), 0, nil); err == nil || err.Error() != test.want || time.Since(began) != test.after {
					t.Errorf("told %v after %v, want %s after %v", err, time.Since(began), test.want, test.after)
				}
			})
		})
	}
	t.Run("comes back", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			c := fake(func(r *http.Request) (*http.Response, error) {
				if asked++; asked > 1 && asked < 8 {
					return nil, errors.New("refused")
				}
				if asked == 1 {
					return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(still(1)))}, nil
				}
				return film(r), nil
			}).camera(t)
			defer c.Watch()()
			use := func([]byte) error { return nil }
			number, err := c.Next(t.Context(), 0, use)
			if err == nil {
				number, err = c.Next(t.Context(), number, use)
			}
			if number != 2 || err != nil {
				t.Errorf("picture %d, %v", number, err)
			}
		})
	})
}
