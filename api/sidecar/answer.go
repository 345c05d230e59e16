package sidecar

import (
	"fmt"
	"io"
	"net/http"

	"framepost/api/pipeline"
	"framepost/api/pool"
	"framepost/api/wire"
)

// firstRead is how much memory an answer of unknown length gets at first, in bytes.
const firstRead = 64 << 10

// read returns the body of an answer, of at most limit bytes.
func read(response *http.Response, limit int) (*pool.Buffer, error) {
	n := response.ContentLength
	if n > int64(limit) {
		return nil, tooLarge(limit)
	}
	if n >= 0 {
		b := pool.Get(int(n))
		if _, err := io.ReadFull(response.Body, b.Bytes); err != nil {
			b.Release()
			return nil, err
		}
		return b, nil
	}
	b := pool.Get(min(firstRead, limit+1)) // a byte more shows that it is too large
	for length := 0; ; {
		got, err := response.Body.Read(b.Bytes[length:])
		length += got
		switch {
		case length > limit:
			b.Release()
			return nil, tooLarge(limit)
		case err == io.EOF:
			b.Bytes = b.Bytes[:length]
			return b, nil
		case err != nil:
			b.Release()
			return nil, err
		case length == len(b.Bytes):
			b = b.Grow(min(2*length, limit+1))
		}
	}
}

func tooLarge(limit int) error {
	return &pipeline.ServiceError{Reason: wire.ReasonAnswer, Cause: fmt.Errorf("its answer has more than %d bytes", limit)}
}
