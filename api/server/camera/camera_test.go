package camera

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/mjpeg"
)

func TestParse(t *testing.T) {
	sources, err := Parse("front=http://10.0.0.7/video.mjpg, yard_2=https://user:word@cam.lan:8443/a?x=1%2C2&y=z")
	if err != nil || len(sources) != 2 || sources[0].Name != "front" || sources[0].URL.String() != "http://10.0.0.7/video.mjpg" ||
		sources[1].Name != "yard_2" || sources[1].URL.Host != "cam.lan:8443" || sources[1].URL.RawQuery != "x=1%2C2&y=z" {
		t.Errorf("%v, %v", sources, err)
	}
	for _, bad := range []string{"front", "=http://a", "a b=http://a", "../x=http://a", "a=file:///etc/passwd", "a=ftp://x", "a=http://",
		"a=10.0.0.7", "a=http://x,a=http://y", "a=http://x,", strings.Repeat("a", 65) + "=http://x"} {
		if sources, err := Parse(bad); err == nil {
			t.Errorf("%q is %v", bad, sources)
		}
	}
}

// still returns the least that has the segments of a JPEG.
func still(n int) string {
	return fmt.Sprintf("\xff\xd8\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00%d\xff\xd9", n)
}

// fake is a camera that answers as a test says.
type fake func(r *http.Request) (*http.Response, error)

func (f fake) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func (f fake) camera(t *testing.T) *Camera {
	u, err := url.Parse("http://user:word@camera.test/video")
	if err != nil {
		t.Fatal(err)
	}
	c := New(Source{"front", u}, 1<<10, unlimited(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	c.client.Transport = f
	return c
}

// purse is memory with a limit.
type purse struct{ taken, limit atomic.Int64 }

func unlimited() *purse {
	p := new(purse)
	p.limit.Store(1 << 40)
	return p
}

func (p *purse) Take(n int) bool {
	if p.taken.Add(int64(n)) <= p.limit.Load() {
		return true
	}
	p.Give(n)
	return false
}

func (p *purse) Give(n int) { p.taken.Add(-int64(n)) }

// fetched fetches once.
func fetched(t *testing.T, c *Camera) (int, error) {
	spare := c.newPicture()
	return c.fetch(t.Context(), &spare)
}

// film sends a picture each tenth of a second, as parts, while it is read.
func film(r *http.Request) *http.Response {
	body, to := io.Pipe()
	context.AfterFunc(r.Context(), func() { to.CloseWithError(r.Context().Err()) })
	go func() {
		w := mjpeg.NewWriter(to, "b")
		for n := 0; w.Picture([]byte(still(n))) == nil; n++ {
			select {
			case <-time.After(100 * time.Millisecond):
			case <-r.Context().Done():
			}
		}
	}()
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {mjpeg.ContentType("b")}}, Body: body}
}

// A camera is fetched once however many watch, and while somebody does.
func TestSharedAndOnDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked, open atomic.Int64
		c := fake(func(r *http.Request) (*http.Response, error) {
			asked.Add(1)
			open.Add(1)
			context.AfterFunc(r.Context(), func() { open.Add(-1) })
			return film(r), nil
		}).camera(t)
		time.Sleep(time.Minute)
		if n := asked.Load(); n != 0 {
			t.Errorf("asked %d times while nobody watches", n)
		}
		seen := func(c *Camera, count int) {
			number := uint64(0)
			for range count {
				var err error
				before := number
				if number, err = c.Next(t.Context(), number, func([]byte) error { return nil }); err != nil || number <= before {
					t.Errorf("picture %d: %v", number, err)
				}
			}
		}
		first, second := c.Watch(), c.Watch()
		done := make(chan bool)
		go func() { seen(c, 20); done <- true }()
		seen(c, 50)
		<-done
		first()
		seen(c, 10)
		if asked.Load() != 1 || open.Load() != 1 {
			t.Errorf("asked %d times, %d open", asked.Load(), open.Load())
		}
		second()
		synctest.Wait()
		if open.Load() != 0 {
			t.Error("fetched while nobody watches")
		}
		third := c.Watch()
		seen(c, 1)
		third()
		synctest.Wait()
		if asked.Load() != 2 || open.Load() != 0 {
			t.Errorf("after all: asked %d times, %d open", asked.Load(), open.Load())
		}
	})
}

// Who is slow sees the newest picture, and none twice.
func TestSlowViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := fake(func(r *http.Request) (*http.Response, error) { return film(r), nil }).camera(t)
		defer c.Watch()()
		number, last := uint64(0), ""
		for n := range 5 {
			time.Sleep(time.Second + time.Millisecond)
			var err error
			number, err = c.Next(t.Context(), number, func(picture []byte) error { last = string(picture); return nil })
			if err != nil || last != still(10*n+10) {
				t.Errorf("after %d s: %q, %v", n+1, last, err)
			}
		}
	})
}

// A camera that fails is asked again, less and less often, and at once when it has worked.
func TestFailures(t *testing.T) {
	for name, answer := range map[string]fake{
		"gone": func(*http.Request) (*http.Response, error) { return nil, errors.New("refused") },
		"forbidden": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 401, Body: http.NoBody}, nil
		},
		"empty": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		},
		"too large": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(strings.Replace(still(0), "0", strings.Repeat("0", 2000), 1)))}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := atomic.Int64{}
				c := fake(func(r *http.Request) (*http.Response, error) { asked.Add(1); return answer(r) }).camera(t)
				leave := c.Watch()
				time.Sleep(time.Minute)
				leave()
				synctest.Wait()
				if n := asked.Load(); n != 11 { // after 0, 0.25, 0.75, 1.75, 3.75, 7.75, 15.75, 25.75 … 55.75 s
					t.Errorf("asked %d times in a minute", n)
				}
			})
		})
	}
	t.Run("one picture at a time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			asked := atomic.Int64{}
			c := fake(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(still(int(asked.Add(1)))))}, nil
			}).camera(t)
			leave := c.Watch()
			time.Sleep(10*time.Second - time.Millisecond)
			leave()
			synctest.Wait()
			if n := asked.Load(); n != 40 {
				t.Errorf("a snapshot is asked for %d times in 10 s", n)
			}
		})
	})
	t.Run("silent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			asked := atomic.Int64{}
			c := fake(func(r *http.Request) (*http.Response, error) {
				asked.Add(1)
				<-r.Context().Done()
				return nil, r.Context().Err()
			}).camera(t)
			leave := c.Watch()
			time.Sleep(silence + firstPause + time.Millisecond) // this one is no net/http's, and has no timeout
			if n := asked.Load(); n != 2 {
				t.Errorf("asked %d times", n)
			}
			leave()
			synctest.Wait()
		})
	})
}

// A camera may send us to another of its own pages, and nowhere else.
func TestRedirects(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("asked elsewhere") }))
	defer elsewhere.Close()
	var target atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/video" {
			http.Redirect(w, r, target.Load().(string), http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, still(1))
	}))
	defer server.Close()
	for to, want := range map[string]int{"/real": 1, server.URL + "/real": 1, elsewhere.URL: 0, "file:///etc/passwd": 0, "/video": 0} {
		target.Store(to)
		sources, err := Parse("front=" + server.URL + "/video")
		if err != nil {
			t.Fatal(err)
		}
		c := New(sources[0], 1<<10, unlimited(), slog.New(slog.NewTextHandler(io.Discard, nil)))
		got, err := fetched(t, c)
		if got != want || err == nil {
			t.Errorf("redirected to %s: %d pictures, %v", to, got, err)
		}
	}
}

// A password does not get into the log, whatever goes wrong.
func TestErrorsHideTheURL(t *testing.T) {
	for name, answer := range map[string]fake{
		"refused": func(*http.Request) (*http.Response, error) { return nil, errors.New("refused") },
		"forbidden": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 401, Status: "401 Unauthorized", Body: http.NoBody}, nil
		},
		"sent elsewhere": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 302, Header: http.Header{"Location": {"http://user:word@elsewhere.test/video"}}, Body: http.NoBody}, nil
		},
		"sent nowhere": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 302, Header: http.Header{"Location": {"http://user:word@elsewhere.test:x/video"}}, Body: http.NoBody}, nil
		},
		"empty": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		},
	} {
		if _, err := fetched(t, answer.camera(t)); err == nil || strings.Contains(err.Error(), "word") {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	sources, err := Parse("front=http://user:secretword@127.0.0.1:1/video")
	if err != nil {
		t.Fatal(err)
	}
	c := New(sources[0], 1<<10, unlimited(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	if _, err := fetched(t, c); err == nil || strings.Contains(err.Error(), "secretword") || strings.Contains(err.Error(), "video") {
		t.Errorf("the error is %v", err)
	}
}
