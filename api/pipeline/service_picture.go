package pipeline

import (
	"context"
	"errors"
	"strconv"

	"framepost/api/filter"
	"framepost/api/frame"
	"framepost/api/jpeg"
	"framepost/api/pool"
	"framepost/api/wire"
)

// message returns the frame as the service gets it. release gives the memory of its body back.
func (s Service) message(ctx context.Context, a filter.Args, f *frame.Frame) (m Message, release func(), err error) {
	m = Message{Type: JPEG.MIME, W: f.W, H: f.H, Args: a.Texts(), Limit: maxBoxesBytes}
	if !s.Boxes {
		m.Limit = 3*grows*f.W*f.H + pictureOverhead
	}
	var body *pool.Buffer
	if s.Raw {
		m.Type = TypeRGB
		body, err = rgb(ctx, f)
	} else {
		view := f.View() // the frame itself must not change its form: it may go on as it is
		defer view.Release()
		view.Bind(ctx)
		body, err = jpeg.Encode(ctx, view, s.Quality)
	}
	if err != nil {
		return m, nil, err
	}
	m.Body = body.Bytes
	return m, body.Release, nil
}

// pictureOverhead is what a file may have besides its pixels: of a small one, tables and metadata
// are the largest part.
const pictureOverhead = 64 << 10

// rgb returns the pixels of f, 3 bytes each.
func rgb(ctx context.Context, f *frame.Frame) (*pool.Buffer, error) {
	body, row := pool.Get(3*f.W*f.H), pool.Get(4*f.W)
	defer row.Release()
	to := body.Bytes
	for y := range f.H {
		if y%16 == 0 && ctx.Err() != nil {
			body.Release()
			return nil, ctx.Err()
		}
		from := f.PixelRow(row.Bytes[:4*f.W], y)
		for range f.W {
			to[0], to[1], to[2] = from[0], from[1], from[2]
			to, from = to[3:], from[4:]
		}
	}
	return body, nil
}

// answerable are the formats of a service's picture.
var answerable = []source{{"\xff\xd8", openJPEG}, {"\x89PNG\r\n\x1a\n", openPNG}}

// picture decodes the picture of an answer, which is a stranger's: its size is checked before
// anything of it is decoded. It may have as many as most pixels.
func (s Service) picture(ctx context.Context, r Reply, most int) (f *frame.Frame, err error) {
	if r.Type == TypeRGB {
		return fromRGB(ctx, r, most)
	}
	err = contain(func() error {
		opened, err := openOne(r.Body, answerable)
		if err != nil {
			return err
		}
		if opened.w > frame.MaxSide || opened.h > frame.MaxSide || opened.w*opened.h > most {
			return tooLargeAnswer(opened.w, opened.h, most)
		}
		if f, err = opened.decode(ctx, 1); err != nil {
			return err
		}
		return filter.Chain{}.Run(ctx, f, opened.meta, most) // turns it upright, converts its colours
	})
	if err != nil {
		if f != nil {
			f.Release()
		}
		return nil, err
	}
	return f, nil
}

// fromRGB makes a frame of pixels of 3 bytes.
func fromRGB(ctx context.Context, r Reply, most int) (*frame.Frame, error) {
	switch {
	case r.W < 1 || r.H < 1 || r.W > frame.MaxSide || r.H > frame.MaxSide:
		return nil, errors.New("pixels without their size in the header " + wire.HeaderFrameSize + ", as 640x480")
	case r.W*r.H > most:
		return nil, tooLargeAnswer(r.W, r.H, most)
	case len(r.Body) != 3*r.W*r.H:
		return nil, errors.New(strconv.Itoa(len(r.Body)) + " bytes for " + wire.FormatSize(r.W, r.H) + " pixels of 3 bytes")
	}
	rows := frame.NewRows(r.W, r.H, 1, false)
	from := r.Body
	for y := range r.H {
		if y%16 == 0 && ctx.Err() != nil {
			rows.Discard()
			return nil, ctx.Err()
		}
		to := rows.Row()
		for range r.W {
			to[0], to[1], to[2], to[3] = from[0], from[1], from[2], 255
			to, from = to[4:], from[3:]
		}
		rows.Next()
	}
	return rows.Frame(), nil
}
