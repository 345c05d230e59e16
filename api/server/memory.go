package server

import (
	"net/netip"
	"strconv"

	"framepost/api/pool"
	"framepost/api/wire"
)

// memory lends the buffers that hold bodies and answers, and bounds their sum, in bytes.
type memory struct{ shares }

func newMemory(limit int64) *memory { return &memory{shares{limit: limit}} }

// account is the memory of one address.
type account struct {
	memory  *memory
	address netip.Addr
}

// of returns the account of an address.
func (m *memory) of(address netip.Addr) account { return account{m, address} }

// fits reports whether n bytes can ever be one address's: the last quarter is for others.
func (m *memory) fits(n int) bool { return int64(n) <= m.limit-m.limit/4 }

// take counts n bytes and reports whether there was room for them.
func (a account) take(n int) bool { return a.memory.take(a.address, n) }

// give takes n bytes back.
func (a account) give(n int) { a.memory.give(a.address, n) }

// ledger is an account whose bytes are counted by others, for the buffers that are their own.
type ledger struct{ account }

// Take is take.
func (l ledger) Take(n int) bool { return l.take(n) }

// Give is give.
func (l ledger) Give(n int) { l.give(n) }

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

// grow returns a buffer of n bytes that begins with what b held. It releases b, also when it
// refuses.
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
