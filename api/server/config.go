package server

import (
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"time"

	"framepost/api/server/access"
	"framepost/api/server/caller"
	"framepost/api/server/camera"
	"framepost/api/server/tracing"
)

// Config bounds what a Server takes on.
type Config struct {
	MaxBytes int // of one picture
	Memory   int // bytes for all bodies and answers under way; one picture always fits
	Pictures int // bytes for all pictures that are worked on; one is let in however large; 0: no limit

	Connections int // at once; an address that is none of Proxies may have three quarters of them

	Streams    int           // at once; an address may have three quarters of them
	StreamIdle time.Duration // for the next picture of a stream to come, and for one to be taken
	StreamTime time.Duration // for a whole stream; 0: no limit
	Card       bool          // GET shows a film of the test card

	Cameras []camera.Source // that may be watched

	Workers int // frames processed at once; 0: as many as there are CPUs
	Queue   int // frames that may wait for a worker

	ReadTimeout time.Duration // for a request to arrive, and for its answer to leave
	Timeout     time.Duration // for a frame to wait and be processed
	IdleTimeout time.Duration // for a connection with no request

	DrainDelay   time.Duration // between saying so in /health and closing the listeners
	DrainTimeout time.Duration // after it, to finish what is under way

	Origins []string // that may use the API from other sites; "*" for all
	Metrics MetricsPlace
	Hosts   []string // that the server answers to, lower-case; none: to all

	Tracing *tracing.Tracing // nil: off

	Access  access.Config
	Proxies caller.Proxies // whose word on a caller's address is taken
}

// Default suits one instance of a few CPUs and 512 MiB. A drain ends within the ten
// seconds that Cloud Run and Docker allow.
func Default() Config {
	return Config{
		MaxBytes:     8 << 20,
		Memory:       64 << 20,
		Connections:  2048,
		Streams:      64,
		StreamIdle:   15 * time.Second,
		StreamTime:   time.Hour,
		Queue:        16,
		ReadTimeout:  15 * time.Second,
		Timeout:      10 * time.Second,
		IdleTimeout:  2 * time.Minute,
		DrainDelay:   2 * time.Second,
		DrainTimeout: 7 * time.Second,
		Access:       access.Config{Require: access.None},
	}
}

// MetricsPlace is where /metrics is answered.
type MetricsPlace int

// The places of /metrics.
const (
	MetricsHere  MetricsPlace = iota // beside everything else
	MetricsApart                     // on a listener of its own
	MetricsOff
)

// maxQueue keeps the scan for the next frame short.
const maxQueue = 1024

// Validate says what is wrong with a Config.
func (c Config) Validate() error {
	switch {
	case c.MaxBytes < 1 || c.MaxBytes > 1<<30:
		return errors.New("the limit of one picture must be from 1 byte to 1 GiB")
	case c.Memory < 1:
		return errors.New("the memory for bodies must be 1 byte or more")
	case c.Pictures < 0:
		return errors.New("the memory for pictures must not be negative")
	case c.Connections < 1:
		return errors.New("there must be room for 1 connection or more")
	case c.Streams < 0:
		return errors.New("the number of streams must not be negative")
	case c.StreamIdle <= 0:
		return errors.New("a stream's time for a picture must be more than 0")
	case c.StreamTime < 0:
		return errors.New("a stream's time must not be negative")
	case c.Workers < 0 || c.Workers > 1024:
		return errors.New("workers must be from 0 (one for each CPU) to 1024")
	case c.Queue < 0 || c.Queue > maxQueue:
		return fmt.Errorf("the queue must be from 0 to %d frames", maxQueue)
	case c.ReadTimeout <= 0 || c.Timeout <= 0 || c.IdleTimeout <= 0:
		return errors.New("a timeout must be more than 0")
	case c.DrainDelay < 0 || c.DrainTimeout < 0:
		return errors.New("a time to drain must not be negative")
	}
	for _, origin := range c.Origins {
		if err := checkOrigin(origin); err != nil {
			return err
		}
	}
	return c.Access.Validate()
}

// memory is enough for a picture in text form while it moves from a full buffer into
// one twice as large, each of a power of two: 3 × its size, and something to spare.
func (c Config) memory() int64 { return int64(max(c.Memory, 4*textLimit(c.MaxBytes))) }

func (c Config) workers() int {
	if c.Workers > 0 {
		return c.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// checkOrigin wants the form that browsers send: scheme://host[:port], no path.
func checkOrigin(origin string) error {
	if origin == "*" {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Scheme+"://"+u.Host != origin {
		return fmt.Errorf("%q is not an origin; write it as https://example.com, or * for all", origin)
	}
	return nil
}
