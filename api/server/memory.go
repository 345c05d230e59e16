package server

import (
	"net/netip"
	"strconv"
	"sync"

	"framepost/api/pool"
	"framepost/api/wire"
)

// memory lends the buffers that hold bodies and answers, and bounds their sum. The last
// quarter is shared out by address: whoever takes of it may hold no more than it leaves free
// (the dynamic thresholds of A. K. Choudhury and E. L. Hahne, 1998, for the buffers of a
// switch), so a client that fills the rest leaves room for those who hold little.
type memory struct {
	limit int64

	mu   sync.Mutex
	used int64
	held map[netip.Addr]int64 // bytes, for each address that holds any
}

// account is the memory of one address.
type account struct {
	memory  *memory
	address netip.Addr
}

// of returns the account of an address.
func (m *memory) of(address netip.Addr) account { return account{m, address} }

// inUse returns how many bytes are lent.
func (m *memory) inUse() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.used
}

// take counts n bytes and reports whether there was room for them.
func (a account) take(n int) bool {
	m := a.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	left := m.limit - m.used - int64(n)
	if left < m.limit/4 && m.held[a.address]+int64(n) > left {
		return false
	}
	if m.held == nil {
		m.held = make(map[netip.Addr]int64)
	}
	m.used += int64(n)
	m.held[a.address] += int64(n)
	return true
}

// give takes n bytes back.
func (a account) give(n int) {
	m := a.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	m.used -= int64(n)
	if m.held[a.address] -= int64(n); m.held[a.address] == 0 {
		delete(m.held, a.address)
	}
}

// lend returns a buffer of n bytes, or refuses with wire.Busy.
func (a account) lend(n int) (*pool.Buffer, error) {
	b := pool.Get(n)
	if err := a.adopt(b); err != nil {
		return nil, err
	}
	return b, nil
}

// adopt counts a buffer that was made elsewhere, or releases it and refuses with wire.Busy.
// nil is fine.
func (a account) adopt(b *pool.Buffer) error {
	if b == nil || a.take(cap(b.Bytes)) {
		return nil
	}
	b.Release()
	return a.memory.full()
}

// grow returns a buffer of n bytes that begins with what b held. It releases b, also when it refuses.
func (a account) grow(b *pool.Buffer, n int) (*pool.Buffer, error) {
	defer a.release(b)
	larger, err := a.lend(n)
	if err != nil {
		return nil, err
	}
	copy(larger.Bytes, b.Bytes)
	return larger, nil
}

// release takes a buffer back; nil is fine.
func (a account) release(b *pool.Buffer) {
	if b == nil {
		return
	}
	a.give(cap(b.Bytes))
	b.Release()
}

// full returns the error for whoever there is no room for.
func (m *memory) full() error {
	return &wire.Error{Code: wire.Busy, Detail: "the bodies and answers under way fill your share of the " +
		strconv.FormatInt(m.limit, 10) + " bytes that the server has for them; send fewer at once, and read their answers"}
}
