package server

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"framepost/api/pool"
	"framepost/api/server/camera"
	"framepost/api/wire"

	"github.com/go-chi/chi/v5"
)

// cameraParameter is the name of a camera in a path.
const cameraParameter = "name"

// openCameras returns the cameras that the operator has named.
func (s *Server) openCameras() map[string]*camera.Camera {
	cameras := make(map[string]*camera.Camera)
	for _, source := range s.config.Cameras {
		// Their pictures are nobody's who watches: all cameras together count as one address.
		cameras[source.Name] = camera.New(source, s.config.MaxBytes, ledger{s.memory.of(netip.Addr{})}, s.log)
	}
	return cameras
}

// CameraNames returns the names, in the order in which the operator wrote them.
func (c Config) CameraNames() []string {
	names := make([]string, len(c.Cameras))
	for i, source := range c.Cameras {
		names[i] = source.Name
	}
	return names
}

// listCameras is what there is to watch. Where the cameras are stays the operator's secret.
func (c Config) listCameras() any {
	return struct {
		Cameras []string `json:"cameras"`
	}{c.CameraNames()}
}

// watchCamera answers GET with the pictures of a camera, until the client has seen enough or
// the stream has had its time.
func (s *Server) watchCamera(w http.ResponseWriter, r *http.Request) error {
	name := chi.URLParam(r, cameraParameter)
	watched := s.cameras[name]
	if watched == nil {
		return &wire.Error{Code: wire.NotFound, Detail: "there is no camera " + strconv.Quote(name) + "; there are: " +
			strings.Join(s.config.CameraNames(), ", ")}
	}
	q, err := s.flows.parse(r.URL.RawQuery)
	if err != nil {
		return err
	}
	q.flow.live = true
	return s.watch(w, r, q, func(st *stream) (source, func()) {
		return &view{stream: st, camera: watched}, watched.Watch()
	})
}

// view is a camera as one stream sees it.
type view struct {
	stream *stream
	camera *camera.Camera
	seen   uint64
}

func (*view) rubbish() int64 { return 0 }

// next waits for a newer picture. A camera that sends none for Config.StreamIdle ends the
// stream, though it is asked again and again meanwhile. One that has not worked since somebody
// watches ends it sooner.
func (v *view) next(ctx context.Context) (body *pool.Buffer, receive time.Duration, err error) {
	patient, cancel := context.WithTimeout(ctx, v.stream.server.config.StreamIdle)
	defer cancel()
	v.seen, err = v.camera.Next(patient, v.seen, func(picture []byte) error {
		body, err = v.stream.copied(picture)
		return err
	})
	var failure camera.Failure
	switch {
	case errors.As(err, &failure):
		err = &wire.Error{Code: wire.NoCamera, Detail: "the camera does not work: " + string(failure)}
	case patient.Err() != nil && ctx.Err() == nil && body == nil:
		err = &wire.Error{Code: wire.NoCamera, Detail: "the camera has sent no picture for " + v.stream.server.config.StreamIdle.String()}
	}
	return body, 0, err
}
