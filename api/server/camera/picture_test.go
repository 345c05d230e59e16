package camera

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"framepost/api/mjpeg"
)

// What a camera holds is counted while somebody watches, and not longer.
func TestMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := fake(func(r *http.Request) (*http.Response, error) { return film(r), nil }).camera(t)
		memory := unlimited()
		c.memory = memory
		for range 3 {
			leave := c.Watch()
			number := uint64(0)
			for range 20 {
				var err error
				if number, err = c.Next(t.Context(), number, func([]byte) error { return nil }); err != nil {
					t.Fatal(err)
				}
			}
			held := memory.taken.Load()
			if least, most := int64(mjpeg.Window+2*len(still(0))), int64(mjpeg.Window+2*1<<10); held < least || held > most {
				t.Errorf("%d bytes are counted, want %d to %d", held, least, most)
			}
			leave()
			synctest.Wait()
			if held := memory.taken.Load(); held != 0 {
				t.Errorf("%d bytes are counted while nobody watches", held)
			}
		}
	})
}

// Where there is no memory a camera fails, and is told so, until there is some.
func TestNoMemory(t *testing.T) {
	for name, limit := range map[string]int64{"none": 0, "none for a picture": mjpeg.Window + 1, "none for a second": mjpeg.Window + 45} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := fake(func(r *http.Request) (*http.Response, error) { return film(r), nil }).camera(t)
				memory := new(purse)
				memory.limit.Store(limit)
				c.memory = memory
				leave := c.Watch()
				_, err := c.Next(t.Context(), 0, func([]byte) error { return nil })
				if one := limit > mjpeg.Window+1; one != (err == nil) || !one && !errors.Is(err, errFull) {
					t.Errorf("told %v", err)
				}
				memory.limit.Store(1 << 20)
				if number, err := c.Next(t.Context(), 2, func([]byte) error { return nil }); err != nil {
					t.Errorf("picture %d, %v", number, err)
				}
				leave()
				synctest.Wait()
				if held := memory.taken.Load(); held != 0 {
					t.Errorf("%d bytes are counted at the end", held)
				}
			})
		})
	}
}
