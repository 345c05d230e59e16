package server

import (
	"strconv"
	"sync/atomic"

	"framepost/api/pool"
	"framepost/api/wire"
)

// memory lends the buffers that hold bodies and answers, and bounds their sum: however
// many clients send slowly or never read what they asked for, bodies and answers take
// at most limit bytes, plus one answer for each worker that finishes while the limit is
// reached. Beyond that a body is refused as busy.
type memory struct {
	limit int64
	used  atomic.Int64
}

// lend returns a buffer of n bytes, or refuses with wire.Busy.
func (m *memory) lend(n int) (*pool.Buffer, error) {
	b := pool.Get(n)
	if m.used.Add(int64(cap(b.Bytes))) > m.limit {
		m.release(b)
		return nil, &wire.Error{Code: wire.Busy, Detail: "the bodies under way fill the " +
			strconv.FormatInt(m.limit, 10) + " bytes that the server has for them; send fewer at once"}
	}
	return b, nil
}

// grow returns a buffer of n bytes that begins with what b held. It releases b, also when it refuses.
func (m *memory) grow(b *pool.Buffer, n int) (*pool.Buffer, error) {
	defer m.release(b)
	larger, err := m.lend(n)
	if err == nil {
		copy(larger.Bytes, b.Bytes)
	}
	return larger, err
}

// adopt counts a buffer that was made elsewhere; nil is fine. It has the memory already,
// so it is never refused.
func (m *memory) adopt(b *pool.Buffer) {
	if b != nil {
		m.used.Add(int64(cap(b.Bytes)))
	}
}

// release takes a buffer back; nil is fine.
func (m *memory) release(b *pool.Buffer) {
	if b == nil {
		return
	}
	m.used.Add(-int64(cap(b.Bytes)))
	b.Release()
}
