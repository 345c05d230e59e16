package server

import (
	"errors"
	"net/netip"
	"testing"

	"framepost/api/wire"
)

// An address that takes all it can get leaves room for others, each of whom leaves some.
func TestMemoryIsShared(t *testing.T) {
	const limit = 64 << 20
	m := newMemory(limit)
	address := func(i byte) account { return m.of(netip.AddrFrom4([4]byte{192, 0, 2, i})) }
	fill := func(a account) (held int64) {
		for a.take(4 << 10) {
			held += 4 << 10
		}
		return held
	}
	if held := fill(address(1)); held != limit*3/4 {
		t.Errorf("one address alone holds %d of %d, want three quarters", held, limit)
	}
	left := int64(limit / 4)
	for i := byte(2); i < 8; i++ {
		if held := fill(address(i)); held != left/2 {
			t.Errorf("address %d holds %d of the %d that were left, want half", i, held, left)
		}
		left /= 2
	}
	if _, err := address(1).lend(1); codeOf(err) != wire.Busy {
		t.Errorf("the first gets more: %v", err)
	}
	if _, err := address(99).lend(1); err != nil {
		t.Errorf("somebody who holds nothing gets nothing: %v", err)
	}
}

func TestMemoryIsGivenBack(t *testing.T) {
	m := newMemory(1 << 20)
	a := m.of(netip.Addr{})
	b, err := a.lend(5000)
	if err != nil {
		t.Fatal(err)
	}
	if b, err = a.grow(b, 50_000); err != nil {
		t.Fatal(err)
	}
	if used := m.inUse(); used != 64<<10 {
		t.Errorf("%d bytes are lent, want 64 KiB", used)
	}
	if _, err := a.grow(b, 1<<20); codeOf(err) != wire.Busy {
		t.Errorf("more than there is: %v", err)
	}
	if used := m.inUse(); used != 0 || len(m.held) != 0 {
		t.Errorf("%d bytes are lent to %d addresses when all is given back", used, len(m.held))
	}
}

func codeOf(err error) wire.Code {
	var e *wire.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
