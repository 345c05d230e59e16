package jpeg

import "testing"

// TestHuffDecoderSet makes a table from one segment after another, as a reused decoder does:
// nothing of the previous one may remain.
func TestHuffDecoderSet(t *testing.T) {
	source := func(values ...byte) []byte {
		s := append([]byte{0x10, 0, byte(len(values))}, make([]byte, 14)...)
		return append(s, values...)
	}
	d := new(huffDecoder)
	for _, c := range []struct {
		source []byte
		two    bool
		ok     bool
	}{
		{source(0x11, 0x00), false, true},
		{source(0x11, 0x00), true, true}, // two comes later
		{source(0x21, 0x00), true, true},
		{source(1, 2, 3, 4, 5), true, false}, // of two bits there are four codes
		{source(1, 2, 3, 4, 5), true, false},
		{source(0x21, 0x00), false, true},
		{source(0x01), true, true},
	} {
		if ok := d.set(c.source, c.two); ok != c.ok {
			t.Fatalf("% x: %v", c.source, ok)
		}
		if !c.ok {
			continue
		}
		var fresh huffDecoder
		fresh.set(c.source, c.two)
		if d.look != fresh.look || c.two && d.two != fresh.two {
			t.Errorf("% x: not as in a decoder that is new", c.source)
		}
	}
	// 00 and a sign: a coefficient of ±1 after a zero; 01: EOB. In ten bits: two coefficients.
	d.set(source(0x11, 0x00), true)
	got := d.two[0b001_000_0000]
	if got.total() != 6 || got.places() != 4 || got.first() != 1 || got.second() != 3 || got.value1() != 1 || got.value2() != -1 {
		t.Errorf("two coefficients: %#x", uint64(got))
	}
	got = d.two[0b001_01_00000]
	if got.total() != 5 || got.places() != 2+pastEnd || got.first() != 1 || got.second() != 2 || got.value1() != 1 || got.value2() != 0 {
		t.Errorf("a coefficient and EOB: %#x", uint64(got))
	}
}
