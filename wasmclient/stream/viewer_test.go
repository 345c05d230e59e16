package stream

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"sync"
	"testing/synctest"
	"time"

	"framepost/api/wire"
)

// viewer is a browser with a camera that delivers a frame every interval.
type viewer struct {
	*world
	name     int
	stream   *Stream
	up, down *link
	pixels   float64 // of the camera's picture, as a multiple of 640×480
	luma     func() []byte
	tiles    func(id int) []byte // thumbnail for Choose; nil for whole frames

	// scene returns the bytes of a share of a frame, and of the answer to it; nil for those of a grainy
	// landscape.
	scene func(upload, answer level, share float64) (up, down float64)

	varies     float64 // by which the bytes of a frame are more or less than usual
	thumbnails int     // number made
	limited    int     // requests with a limit of bytes

	mu     sync.Mutex
	cancel map[int]context.CancelFunc
	count  int // number of requests
	away   bool
	extra  time.Duration              // additional time on the server, for an expensive chain
	stall  func(id int) time.Duration // of the browser's thread, when that frame is to be shown
}

// join adds a viewer with its own link of that rate and round trip.
func (w *world) join(name int, mbits float64, rtt time.Duration, configure ...func(*Config)) *viewer {
	v := &viewer{world: w, name: name, up: newLink(mbits, rtt), down: newLink(mbits, rtt), pixels: 1,
		cancel: map[int]context.CancelFunc{}}
	config := Default()
	for _, c := range configure {
		c(&config)
	}
	stream, err := New(config, v)
	if err != nil {
		w.t.Fatal(err)
	}
	v.stream = stream
	stream.Start()
	return v
}

// bytes returns the size of a JPEG of a grainy 640×480 camera picture.
func (v *viewer) bytes(l level) int {
	best := level{85, 100}
	return int(38_000 * v.pixels * l.weight() / best.weight())
}

// sizes returns the bytes of a region and those of the answer to it, of a whole one of 700×525 px. What
// moves has more detail than the rest.
func (v *viewer) sizes(r Request, region wire.Region) (up, down int) {
	upload, answer, detail := level{r.UploadQuality, r.UploadSize}, level{r.Quality, r.Scale}, v.detail(r.ID)
	if v.scene != nil {
		up, down := v.scene(upload, answer, share(region))
		return int(detail * up), int(detail * down)
	}
	part := detail * math.Pow(share(region), 0.56)
	return int(part * float64(v.bytes(upload))), int(part * float64(v.bytes(answer)) * 1.2)
}

// detail returns how many times the usual bytes a frame has.
func (v *viewer) detail(id int) float64 {
	random := rand.New(rand.NewPCG(6, uint64(id)))
	return 1 + v.varies*(2*random.Float64()-1)
}

func (v *viewer) Send(r Request) {
	ctx, cancel := context.WithCancel(context.Background())
	v.mu.Lock()
	v.cancel[r.ID] = cancel
	v.count++
	if r.Bytes > 0 {
		v.limited++
	}
	v.mu.Unlock()
	go func() {
		time.Sleep(encoding)
		whole := wholeFrame(640*r.UploadSize/100, 480*r.UploadSize/100)
		region := whole
		if r.Compare && v.tiles != nil {
			chosen, ok := v.stream.Choose(r.ID, whole.FrameW, whole.FrameH, v.tiles(r.ID))
			if !ok {
				v.stream.Skip(r.ID)
				return
			}
			region = chosen.Region
			r.UploadQuality, r.Quality, r.Bytes = chosen.UploadQuality, chosen.Quality, chosen.Bytes
		}
		up, _ := v.sizes(r, region)
		v.stream.Sent(r.ID, up)
		answer, err := v.post(ctx, r, up, region)
		if ctx.Err() != nil {
			return
		}
		time.Sleep(encoding) // decoding takes about as long
		v.mu.Lock()
		stall := v.stall
		v.mu.Unlock()
		if stall != nil {
			time.Sleep(stall(r.ID))
		}
		v.report(r.ID, answer, err)
	}()
}

func (v *viewer) report(id int, answer Answer, err error) {
	var refusal *wire.Error
	switch {
	case err == nil:
		v.stream.Answer(id, answer)
	case errors.As(err, &refusal):
		v.stream.Fail(id, Failure{Status: 503, Code: refusal.Code})
	default:
		v.stream.Fail(id, Failure{})
	}
}

var errAway = errors.New("connection refused")

// post takes a request to the server and back.
func (v *viewer) post(ctx context.Context, r Request, up int, region wire.Region) (a Answer, err error) {
	if v.isAway() {
		time.Sleep(time.Millisecond)
		return a, errAway
	}
	began, err := v.up.carry(ctx, up)
	if err != nil {
		return a, err
	}
	received := time.Since(began)
	if a.Timing, err = v.server.answer(ctx, v.name, r.Budget, v.extraWork()); err != nil {
		return a, err
	}
	if v.isAway() {
		return a, errAway
	}
	a.Timing.Receive = millis(received)
	a.Region = region
	for ; ; r.Quality-- {
		if _, a.Down = v.sizes(r, region); r.Bytes == 0 || a.Down <= r.Bytes || r.Quality <= wire.LeastQuality {
			break
		}
	}
	if r.Bytes > 0 {
		a.Quality = r.Quality
	}
	a.Answered, err = v.down.carry(ctx, a.Down)
	a.Received = time.Now()
	return a, err
}

func (v *viewer) rate(mbits float64) {
	v.up.set(mbits)
	v.down.set(mbits)
}

func (v *viewer) isAway() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.away
}

func (v *viewer) extraWork() time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.extra
}

func (v *viewer) setExtraWork(d time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.extra = d
}

func (v *viewer) setStall(stall func(id int) time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.stall = stall
}

func (v *viewer) setAway(away bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.away = away
}

func (v *viewer) Show(int) {}

func (v *viewer) Abort(id int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.cancel[id]()
}

func (v *viewer) requests() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.count
}

// run lets the cameras of all viewers run for that long, slightly out of phase.
func run(d time.Duration, viewers ...*viewer) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		for _, v := range viewers {
			if v.luma != nil && v.stream.WantsThumbnail() {
				v.thumbnails++
				v.stream.Thumbnail(v.luma())
			}
			v.stream.Offer(time.Now())
			time.Sleep(interval / time.Duration(len(viewers)))
		}
		synctest.Wait()
	}
}

// figures summarise the frames shown since a time.
type figures struct {
	fps      float64
	p50, p95 time.Duration
	quality  int // median
}

func (v *viewer) since(t time.Time) (f figures) {
	var s Stream
	frames := v.stream.Frames()
	for len(frames) > 0 && frames[0].Shown.Before(t) {
		frames = frames[1:]
	}
	if len(frames) == 0 {
		return figures{p50: math.MaxInt64, p95: math.MaxInt64}
	}
	totals := s.sorted(frames, func(f Frame) float64 { return float64(f.CameraToScreen()) })
	f.p50, f.p95 = time.Duration(quantile(totals, 0.5)), time.Duration(quantile(totals, 0.95))
	f.fps = float64(len(frames)) / time.Since(t).Seconds()
	f.quality = int(quantile(s.sorted(frames, func(f Frame) float64 { return float64(f.Quality) }), 0.5))
	return f
}

// measure lets the viewers settle and then returns the figures of each over d.
func (w *world) measure(settle, d time.Duration, viewers ...*viewer) []figures {
	run(settle, viewers...)
	from := time.Now()
	run(d, viewers...)
	all := make([]figures, len(viewers))
	for i, v := range viewers {
		all[i] = v.since(from)
	}
	return all
}

// end stops the viewers and waits for their requests to end.
func (w *world) end(viewers ...*viewer) {
	for _, v := range viewers {
		v.stream.Stop()
	}
	time.Sleep(time.Minute)
}
