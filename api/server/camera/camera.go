package camera

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"framepost/api/mjpeg"
)

const (
	// patience is how long a camera has to take a connection, and then to answer. A viewer who has
	// seen nothing is told that it fails when it will not be asked again within that time, and
	// not at once: small cameras refuse a viewer while they notice that the last one has gone.
	patience = 5 * time.Second

	// silence is how long a camera may send no picture before it is asked again.
	silence = 10 * time.Second

	// A camera that has failed is asked again after a time that doubles from the first to the
	// last with each failure.
	firstPause = 250 * time.Millisecond
	lastPause  = 10 * time.Second
)

// Camera is one source, shared by all who watch it.
type Camera struct {
	source Source
	most   int // bytes of one picture
	memory Memory
	client *http.Client
	log    *slog.Logger

	mu      sync.Mutex
	viewers int
	stop    context.CancelFunc // ends the fetching
	number  uint64             // of the latest picture, 0 before the first one
	latest  *picture           // nil: there is none
	failure error              // since it last sent a picture; nil: it may be about to
	changed chan struct{}      // is closed when one of these is newer
}

// Failure says, without its address, why a camera shows nothing.
type Failure string

func (f Failure) Error() string { return string(f) }

const unreachable Failure = "it can't be reached, or sends no picture; the server's log says more"

// New returns a Camera whose pictures have at most so many bytes, which are counted in memory. It
// asks for nothing yet.
func New(s Source, most int, memory Memory, log *slog.Logger) *Camera {
	dialer := &net.Dialer{Timeout: patience}
	return &Camera{
		source:  s,
		most:    most,
		memory:  memory,
		log:     log.With(slog.String("camera", s.Name)),
		changed: make(chan struct{}),
		client: &http.Client{
			Transport: &http.Transport{ // and no proxy: cameras are near
				DialContext:           dialer.DialContext,
				ResponseHeaderTimeout: patience,
				DisableKeepAlives:     true,
				DisableCompression:    true,
			},
			CheckRedirect: s.stays,
		},
	}
}

// stays refuses redirects to anything but the host that the operator wrote.
func (s Source) stays(r *http.Request, before []*http.Request) error {
	if r.URL.Scheme != s.URL.Scheme || r.URL.Host != s.URL.Host {
		return fmt.Errorf("it sends us elsewhere, to %s://%s", r.URL.Scheme, r.URL.Host)
	}
	if len(before) > 3 {
		return fmt.Errorf("it sends us around in circles")
	}
	return nil
}

// Watch has the camera fetched until leave is called, which must be called once.
func (c *Camera) Watch() (leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.viewers++; c.viewers == 1 {
		ctx, stop := context.WithCancel(context.Background())
		c.stop, c.failure = stop, nil
		go c.run(ctx)
	}
	return c.leave
}

func (c *Camera) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.viewers--; c.viewers == 0 {
		c.stop()
		c.latest.free()
		c.latest = nil // it would be old when the next viewer comes
	}
}

// Next waits for a picture that is newer than number, and calls use with it. The bytes are use's
// until it returns. Next returns the number of the picture, or the error of ctx or of use. Before
// the first picture, when number is 0, it returns a Failure if the camera does not work.
func (c *Camera) Next(ctx context.Context, number uint64, use func(picture []byte) error) (uint64, error) {
	for {
		c.mu.Lock()
		if c.number > number && c.latest != nil {
			defer c.mu.Unlock()
			return c.number, use(c.latest.bytes)
		}
		if c.failure != nil && number == 0 {
			defer c.mu.Unlock()
			return 0, c.failure
		}
		changed := c.changed
		c.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return number, ctx.Err()
		}
	}
}

// run fetches pictures until ctx ends.
func (c *Camera) run(ctx context.Context) {
	spare, worked := c.newPicture(), time.Now()
	defer func() { spare.free() }()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		got, err := c.fetch(ctx, &spare)
		if ctx.Err() != nil {
			return
		}
		if got > 0 {
			pause, worked = firstPause, time.Now()
		}
		if time.Since(worked)+pause >= patience {
			c.fail(ctx, err)
		}
		c.log.Warn("the camera is asked again", slog.Any("cause", err), slog.Duration("after", pause), slog.Int("pictures", got))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// fetch shows the pictures of one answer of the camera. It returns their number, and why there
// are no more. spare is the picture that is read.
func (c *Camera) fetch(ctx context.Context, spare **picture) (got int, err error) {
	if !c.memory.Take(mjpeg.Window) {
		return 0, errFull
	}
	defer c.memory.Give(mjpeg.Window)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watchdog := time.AfterFunc(silence, func() { cancel(fmt.Errorf("no picture came for %v", silence)) })
	defer watchdog.Stop()
	request := (&http.Request{Method: http.MethodGet, URL: c.source.URL, Header: http.Header{}}).WithContext(ctx)
	response, err := c.client.Do(request)
	if err != nil {
		return 0, c.because(ctx, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return 0, Failure("it answers " + response.Status)
	}
	boundary, _ := mjpeg.Boundary(response.Header.Get("Content-Type"))
	for in := mjpeg.NewReader(response.Body, boundary, c.most); ; got++ {
		(*spare).bytes = (*spare).bytes[:0]
		if err := in.Next(*spare); err != nil {
			return got, c.because(ctx, err)
		}
		watchdog.Reset(silence)
		if !c.show(ctx, spare) {
			return got, ctx.Err()
		}
	}
}

// because returns the cause of an error: that of ctx if it has ended. An error of net/http names
// the URL, and may quote what the camera has sent, which may quote it too.
func (c *Camera) because(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if failed, ok := err.(interface{ Unwrap() error }); ok && failed.Unwrap() != nil {
		err = failed.Unwrap()
	}
	return c.source.hide(err)
}

// show makes a picture the latest, and puts the one before, or a new one, in its place. It reports
// whether anybody watches still.
func (c *Camera) show(ctx context.Context, p **picture) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ctx.Err() != nil {
		return false
	}
	if c.latest == nil {
		c.latest = c.newPicture()
	}
	c.latest, *p = *p, c.latest
	c.number++
	c.failure = nil
	c.tell()
	return true
}

// fail has those who wait for the first picture told.
func (c *Camera) fail(ctx context.Context, cause error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ctx.Err() != nil {
		return // there is another run
	}
	c.failure = unreachable
	var failure Failure
	if errors.As(cause, &failure) {
		c.failure = failure
	}
	c.tell()
}

func (c *Camera) tell() {
	close(c.changed)
	c.changed = make(chan struct{})
}
