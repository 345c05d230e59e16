package server

import (
	"context"
	"net/http"
	"time"

	"framepost/api/mjpeg"
	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/wire"
)

// cardFPS is the rate of the test card's film where none is asked for.
const cardFPS = 10

// watchCard answers GET with the test card, moving, until the client has seen enough or the
// stream has had its time.
func (s *Server) watchCard(w http.ResponseWriter, r *http.Request) error {
	if !s.config.Card {
		return &wire.Error{Code: wire.NotFound, Detail: "this server is open to the world and shows it no film; " +
			"POST a stream, or start the server with FRAMEPOST_CARD=on"}
	}
	q, err := s.flows.parse(r.URL.RawQuery)
	if err != nil {
		return err
	}
	fps := q.flow.fps
	if fps == 0 {
		fps = cardFPS
	}
	q.flow.live, q.flow.fps = true, 0 // whoever reads too slowly sees fewer pictures
	return s.watch(w, r, q, func(st *stream) (source, func()) {
		if st.maxPixels == 0 || st.maxPixels > cardPixels {
			st.maxPixels = cardPixels
		}
		st.maxSource = 0 // the picture is ours
		return &film{stream: st, every: time.Second / time.Duration(fps)}, func() {}
	})
}

// watch answers GET with the pictures of a source that has no end. open returns the source and
// a function that closes it.
func (s *Server) watch(w http.ResponseWriter, r *http.Request, q query, open func(*stream) (source, func())) error {
	parts := partsFor(r.Header.Get("Accept"), true)
	if r.Method == http.MethodHead {
		w.Header()["Cache-Control"] = noStore
		w.Header().Set("Content-Type", mjpeg.ContentType(separator(parts)))
		return nil
	}
	leave, err := s.enter(r)
	if err != nil {
		return err
	}
	defer leave()
	st := s.newStream(w, r, q, parts)
	from, closeSource := open(st)
	defer closeSource()
	return st.run(from)
}

// film is the moving test card.
type film struct {
	stream *stream
	every  time.Duration
	shown  int
	due    time.Time // of the next picture
}

func (*film) rubbish() int64 { return 0 }

func (f *film) next(ctx context.Context) (*pool.Buffer, time.Duration, error) {
	timer := time.NewTimer(time.Until(f.due))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
	if now := time.Now(); f.due.Add(f.every).Before(now) {
		f.due = now // it has just begun, or the machine has slept
	}
	f.due = f.due.Add(f.every)
	f.shown++
	body, err := f.stream.copied(pipeline.MovingCard(f.shown - 1))
	return body, 0, err
}

// copied returns a picture of the server's own as one of the stream's account.
func (st *stream) copied(picture []byte) (*pool.Buffer, error) {
	body, err := st.account.lend(len(picture))
	if err != nil {
		return nil, &mjpeg.LostError{Err: err}
	}
	copy(body.Bytes, picture)
	return body, nil
}
