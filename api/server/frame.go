package server

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/server/admission"
	"framepost/api/wire"
)

// frame answers POST with the picture of the body and GET with the test card, taken
// through the chain that the query asks for.
func (s *Server) frame(w http.ResponseWriter, r *http.Request) error {
	began := time.Now()
	q, err := s.queries.parse(r.URL.RawQuery)
	if err != nil {
		return err
	}
	accept := r.Header.Get("Accept")
	as := shapeOf(accept)
	limits := noteOf(r).limits
	job := pipeline.Job{Chain: q.chain, Quality: q.quality, Bytes: q.bytes, About: q.about, MaxPixels: limits.MaxPixels, Region: q.region}
	if as != asJSON {
		job.Format = formatOf(q.format, accept)
		if err := limitable(q.bytes, job.Format); err != nil {
			return err
		}
	}
	var body *pool.Buffer
	switch r.Method {
	case http.MethodPost:
		if limits.MaxBytes > 0 && r.ContentLength > int64(textLimit(limits.MaxBytes)) {
			return tooLarge(limits.MaxBytes) // before it is sent
		}
		if body, err = s.readBody(r); err != nil {
			return err
		}
		if limits.MaxBytes > 0 && len(body.Bytes) > limits.MaxBytes {
			s.account(r).release(body)
			return tooLarge(limits.MaxBytes)
		}
		job.Body, job.MaxSource = body.Bytes, limits.MaxPixels
		s.metrics.received.Add(len(job.Body))
	case http.MethodHead: // the answer's headers that cost no work; RFC 9110 section 9.3.2 asks for no more
		w.Header()["Cache-Control"] = noStore
		w.Header().Set("Content-Type", typeOf(job.Format, as))
		return nil
	default:
		job.Body = pipeline.TestCard() // which is drawn for the first one who asks
		if job.MaxPixels == 0 || job.MaxPixels > cardPixels {
			job.MaxPixels = cardPixels
		}
	}
	if r.ProtoMajor == 1 {
		// The deadline for the body is the connection's in HTTP/1. Left in place it would
		// end the request's context while the frame is being processed. There is always
		// one, for a client may promise more than it sends.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.config.Timeout + s.config.ReadTimeout))
	}
	received := time.Since(began)
	s.config.Tracing.Stage(r.Context(), "receive", began, began.Add(received))
	answer, err := s.process(r, job, body)
	if err != nil {
		return err
	}
	answer.Timing.Receive = received.Seconds() * 1000
	answerNow(w, r)
	return s.send(w, s.account(r), answer, job.Format, as)
}

// cardPixels bounds the pictures on the way of the test card, which a link can ask for.
const cardPixels = 1 << 20

// process has the frame of a request answered, and releases its body.
func (s *Server) process(r *http.Request, job pipeline.Job, body *pool.Buffer) (pipeline.Answer, error) {
	defer s.account(r).release(body)
	return s.answer(r.Context(), s.viewer(r), noteOf(r).budget, job)
}

// Header values that never change are shared; net/http only reads them.
var (
	problemJSON = []string{"application/problem+json"}
	noStore     = []string{"no-store"}
	nosniff     = []string{"nosniff"}
	challenge   = []string{"Bearer"} // RFC 9110 section 11.6.1 asks for one with each 401
)

// send writes the answer in a shape, and releases its buffer.
func (s *Server) send(w http.ResponseWriter, a account, answer pipeline.Answer, format *pipeline.Format, as shape) error {
	out, err := shaped(a, answer, format, as)
	if err != nil {
		return err
	}
	defer a.release(out)
	header := w.Header()
	header.Set("Content-Type", typeOf(format, as))
	header["Cache-Control"] = noStore
	header.Set("Content-Length", strconv.Itoa(len(out.Bytes)))
	header.Set(wire.HeaderServerTiming, answer.Timing.String())
	facts(answer, header.Set)
	if answer.Region.W > 0 {
		header.Set(wire.HeaderFrameRegion, answer.Region.String())
	}
	if answer.Reach >= 0 {
		header.Set(wire.HeaderFrameReach, strconv.Itoa(answer.Reach))
	}
	s.metrics.sent.Add(write(w, out.Bytes))
	return nil
}

// facts calls set for what the headers of a frame, or the head of a stream's part, say of an answer.
func facts(answer pipeline.Answer, set func(name, value string)) {
	set(wire.HeaderFrameSize, wire.FormatSize(answer.W, answer.H))
	if answer.Affine.Known() {
		set(wire.HeaderFrameAffine, answer.Affine.String())
	}
	if answer.Faces != nil {
		set(wire.HeaderFrameFaces, wire.FormatBoxes(answer.Faces))
	}
	if answer.Quality > 0 {
		set(wire.HeaderFrameQuality, strconv.Itoa(answer.Quality))
	}
	if figures := answer.Figures.String(); figures != "" {
		set(wire.HeaderFrameFigures, figures)
	}
	if answer.Boxes != nil {
		set(wire.HeaderFrameBoxes, wire.FormatDetections(answer.Boxes))
	}
	if skipped := wire.FormatSkipped(answer.Services); skipped != "" {
		set(wire.HeaderFrameSkipped, skipped)
	}
}

// maxFrameID is the length of a Frame-Id that is echoed.
const maxFrameID = 64

// echoFrameID tells a client which of its frames an answer belongs to, an error too.
func echoFrameID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id := frameID(r); id != "" {
			w.Header().Set(wire.HeaderFrameID, id)
		}
		next.ServeHTTP(w, r)
	})
}

// frameID returns the frame's id if it can be echoed: visible ASCII and not too long,
// else "".
func frameID(r *http.Request) string {
	id := r.Header.Get(wire.HeaderFrameID)
	if len(id) > maxFrameID {
		return ""
	}
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return ""
		}
	}
	return id
}

// viewer returns whose time a frame takes: the address's, which is shared among its viewers.
// Pages in one browser share a connection, as do all clients behind a proxy. What stands
// before the last "-" of a Frame-Id names the page, and the address that the nearest proxy
// saw names the browser.
func (s *Server) viewer(r *http.Request) admission.Viewer {
	v := admission.Viewer{Address: noteOf(r).sender, Conn: r.RemoteAddr, Via: r.Header.Get("X-Forwarded-For")}
	if i := strings.LastIndexByte(v.Via, ','); i >= 0 {
		v.Via = v.Via[i+1:]
	}
	id := frameID(r)
	if i := strings.LastIndexByte(id, '-'); i > 0 {
		v.Name = id[:i]
	}
	return v
}
