package server

import (
	"net/netip"
	"sync"
)

// shares counts what there is a limited number of, by the address that holds it. The last
// quarter is shared out: whoever takes of it may hold no more than it leaves free
// (the dynamic thresholds of A. K. Choudhury and E. L. Hahne, 1998, for the buffers of a
// switch), so a client that fills the rest leaves room for those who hold little.
type shares struct {
	limit int64

	mu   sync.Mutex
	used int64
	held map[netip.Addr]int64 // of each address that holds any
}

// inUse returns how many are taken.
func (s *shares) inUse() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.used
}

// take counts n for an address and reports whether there was room for them.
func (s *shares) take(address netip.Addr, n int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := s.limit - s.used - int64(n)
	if left < s.limit/4 && s.held[address]+int64(n) > left {
		return false
	}
	s.count(address, n)
	return true
}

// takeFreely is take for an address that is many clients': it may hold all there is.
func (s *shares) takeFreely(address netip.Addr, n int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used+int64(n) > s.limit {
		return false
	}
	s.count(address, n)
	return true
}

func (s *shares) count(address netip.Addr, n int) {
	if s.held == nil {
		s.held = make(map[netip.Addr]int64)
	}
	s.used += int64(n)
	s.held[address] += int64(n)
}

// give takes n back from an address.
func (s *shares) give(address netip.Addr, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used -= int64(n)
	if s.held[address] -= int64(n); s.held[address] == 0 {
		delete(s.held, address)
	}
}
