package pipeline

import (
	"context"
	"errors"
	"strconv"

	"framepost/api/frame"
	"framepost/api/jpeg"
	"framepost/api/pool"
	"framepost/api/wire"
)

// encode returns the file that a job asks for, and the quality that came of a limit to its
// bytes, 0 without one.
func (job *Job) encode(ctx context.Context, f *frame.Frame) (*pool.Buffer, int, error) {
	if job.Bytes == 0 {
		out, err := job.Format.encode(ctx, f, job.Quality)
		return out, 0, err
	}
	out, quality, err := job.Format.within(ctx, f, jpeg.Limit{Bytes: job.Bytes, Worst: min(wire.LeastQuality, job.Quality), Best: job.Quality, About: job.About})
	var small *jpeg.TooSmallError
	if errors.As(err, &small) {
		return nil, 0, &wire.Error{Code: wire.TooSmall, Detail: "the answer, " + wire.FormatSize(f.W, f.H) + ", does not fit into " +
			strconv.Itoa(job.Bytes) + " bytes; at quality " + strconv.Itoa(small.Quality) + ", the least, it takes " + strconv.Itoa(small.Bytes) +
			": ask for as many, for about " + wire.AboutBytes + strconv.Itoa(job.Bytes) + ", or for a smaller picture with " + wire.QueryScale + " or a resize"}
	}
	return out, quality, err
}

// answerBytes returns how many bytes the file of an answer of so many pixels takes, roughly.
func (job *Job) answerBytes(pixels float64) int {
	n := int(pixels * job.Format.bytes(job.Quality))
	if job.Bytes > 0 && !job.About {
		n = min(n, job.Bytes)
	}
	return n
}

// withinMemory is how many bytes more a px takes that is encoded within a limit: the symbols of
// a photo at quality 100 are up to 2.5, in a buffer that grows by doubling.
const withinMemory = 6
