package flood

import (
	"bytes"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// frame returns a frame of HTTP/2.
func frame(kind, flags byte, length int) string {
	return string([]byte{byte(length >> 16), byte(length >> 8), byte(length), kind, flags, 0, 0, 0, 1}) + strings.Repeat("\x01", length)
}

const ping = 0x6

// What is received costs, what is answered earns, whatever pieces it comes in.
func TestCosts(t *testing.T) {
	for name, test := range map[string]struct {
		sent string
		want int
	}{
		"HTTP/1":                  {"POST / HTTP/1.1\r\nContent-Length: 20\r\n\r\n" + frame(ping, 0, 8), 0},
		"nearly HTTP/2":           {preface[:23] + "x" + frame(ping, 0, 8), 0},
		"the preface":             {preface, 0},
		"control frames":          {preface + frame(0x4, 0, 0) + frame(0x4, 1, 0) + frame(ping, 0, 8) + frame(0x8, 0, 4) + frame(0x3, 0, 4) + frame(0x2, 0, 5), 6},
		"a request":               {preface + frame(typeHeaders, 5, 40), 1},
		"its body":                {preface + frame(typeData, 0, 70_000) + frame(typeData, 0, 16384), 0},
		"the end of its body":     {preface + frame(typeData, endStream, 0), 0},
		"DATA of nothing":         {preface + frame(typeData, 0, 0) + frame(typeData, 0, least-1) + frame(typeData, 0, least), 2},
		"a frame without meaning": {preface + frame(0xbe, 0, 3), 1},
		"half a head":             {preface + frame(ping, 0, 8) + frame(ping, 0, 8)[:5], 1},
	} {
		whole, single := new(Conn), new(Conn)
		got := 0
		for _, b := range []byte(test.sent) {
			got += single.received([]byte{b})
		}
		if n := whole.received([]byte(test.sent)); n != test.want || got != test.want {
			t.Errorf("%s: %d frames to pay for, byte by byte %d, want %d", name, n, got, test.want)
		}
	}
	answer := frame(0x4, 0, 12) + frame(0x4, 1, 0) + frame(ping, 1, 8) + frame(typeHeaders, 4, 60) + frame(typeData, 0, 16384) + frame(typeData, 1, 0)
	if got, want := new(Conn).earned([]byte(answer)), earnedByAnswer+17+1; got != want {
		t.Errorf("an answer earns %d frames, want %d", got, want)
	}
}

// connect returns both ends of a connection that counts as an address's.
func (l *Limit) connect(t *testing.T, from string) (server *Conn, peer net.Conn) {
	peer, here := net.Pipe()
	t.Cleanup(func() { peer.Close() })
	return l.Conn(here, netip.MustParseAddr(from)), peer
}

// read reads so many bytes of a peer that sends them, and returns how long it took.
func read(t *testing.T, c *Conn, peer net.Conn, sent string) time.Duration {
	t.Helper()
	began := time.Now()
	go io.WriteString(peer, sent)
	got := make([]byte, len(sent))
	if _, err := io.ReadFull(c, got); err != nil || string(got) != sent {
		t.Errorf("read %q, %v", got, err)
	}
	return time.Since(began)
}

// An address has its burst, then its rate, over however many connections; another one does not
// notice, and after a pause all is as it was.
func TestFloodsAreSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimit()
		first, peer := l.connect(t, "192.0.2.1")
		second, peer2 := l.connect(t, "192.0.2.1")
		other, peer3 := l.connect(t, "192.0.2.2")
		begin := preface + frame(0x4, 0, 0)
		read(t, first, peer, begin)
		read(t, second, peer2, begin)
		one := frame(ping, 0, 8)
		if took := read(t, first, peer, strings.Repeat(one, burst-2)); took != 0 {
			t.Errorf("the burst takes %v", took)
		}
		if took := read(t, first, peer, strings.Repeat(one, rate)) + read(t, second, peer2, strings.Repeat(one, rate)); took < 2*time.Second || took > 2100*time.Millisecond {
			t.Errorf("the frames of 2 s take %v", took)
		}
		if took := read(t, other, peer3, begin+strings.Repeat(one, 100)); took != 0 {
			t.Errorf("another address waits for %v", took)
		}
		time.Sleep(burst * interval)
		if took := read(t, second, peer2, strings.Repeat(one, burst)); took != 0 {
			t.Errorf("after a pause the burst takes %v", took)
		}
	})
}

// A viewer at 100 frames a second, with a window's update for every 4 kB of each answer to both
// the stream and the connection, never waits. Nor does one whose body comes in many frames.
func TestAnswersPay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimit()
		c, peer := l.connect(t, "192.0.2.1")
		go io.Copy(io.Discard, peer)
		read(t, c, peer, preface+frame(0x4, 0, 0))
		request := frame(typeHeaders, 4, 100) + frame(typeData, 0, 16384) + frame(typeData, 0, 16384) + frame(typeData, endStream, 0)
		updates := strings.Repeat(frame(0x8, 0, 4), 2*40/4)
		for n := range 3000 {
			if took := read(t, c, peer, request+updates); took != 0 {
				t.Fatalf("request %d waits for %v", n, took)
			}
			if _, err := io.WriteString(c, frame(typeHeaders, 4, 80)+strings.Repeat(frame(typeData, 0, 8<<10), 5)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(10 * time.Millisecond)
		}
	})
}

// A connection that waits can be closed, and what it holds is free.
func TestCloseEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimit()
		c, peer := l.connect(t, "192.0.2.1")
		l.pay(c.from, burst+10*rate)
		go io.WriteString(peer, preface+frame(ping, 0, 8))
		done := make(chan time.Duration)
		go func() {
			began := time.Now()
			_, _ = io.ReadFull(c, make([]byte, len(preface)+headLength))
			done <- time.Since(began)
		}()
		time.Sleep(longest / 4)
		c.Close()
		c.Close()
		if took := <-done; took != longest/4 {
			t.Errorf("the read ends after %v", took)
		}
	})
}

// Addresses are forgotten when they have paid, and no frame waits longer than longest.
func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimit()
		if wait := l.pay(netip.MustParseAddr("192.0.2.1"), 1<<20); wait != longest {
			t.Errorf("a frame waits for %v", wait)
		}
		for i := range 200 {
			l.pay(netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}), 5)
		}
		l.pay(netip.MustParseAddr("10.0.0.1"), -100) // which is no more than nothing
		if n := len(l.spent); n != 200 {
			t.Errorf("%d addresses are known", n)
		}
		time.Sleep(burst * interval)
		l.pay(netip.MustParseAddr("192.0.2.2"), 1)
		if n := len(l.spent); n != 2 {
			t.Errorf("%d addresses are known after a pause", n)
		}
	})
}

// The scanner finds the same heads in any pieces, and never more than there are.
func FuzzScanner(f *testing.F) {
	f.Add([]byte(frame(ping, 0, 8)+frame(typeData, 1, 300)), uint8(7))
	f.Add([]byte("\xff\xff\xff\x00\x00\x00\x00\x00\x00"), uint8(1))
	f.Fuzz(func(t *testing.T, p []byte, size uint8) {
		var whole, pieces []head
		new(scanner).scan(p, func(h head) { whole = append(whole, h) })
		var s scanner
		reader := iotest.HalfReader(bytes.NewReader(p))
		for buffer := make([]byte, int(size)+1); ; {
			n, err := reader.Read(buffer)
			s.scan(buffer[:n], func(h head) { pieces = append(pieces, h) })
			if err != nil {
				break
			}
		}
		if len(whole) != len(pieces) || len(whole) > len(p)/headLength {
			t.Fatalf("%d heads, in pieces %d, of %d bytes", len(whole), len(pieces), len(p))
		}
		for i := range whole {
			if whole[i] != pieces[i] {
				t.Errorf("head %d is %v, in pieces %v", i, whole[i], pieces[i])
			}
		}
	})
}

// BenchmarkRead is what it adds to the reading of a body in frames of 16 kB, and to its answer.
func BenchmarkRead(b *testing.B) {
	l := NewLimit()
	c := l.Conn(nil, netip.MustParseAddr("192.0.2.1"))
	c.received([]byte(preface))
	request := []byte(frame(typeHeaders, 4, 100) + strings.Repeat(frame(typeData, 0, 16384), 3))
	answer := []byte(frame(typeHeaders, 4, 80) + strings.Repeat(frame(typeData, 0, 16384), 3))
	b.ReportAllocs()
	for b.Loop() {
		l.pay(c.from, c.received(request))
		l.pay(c.from, -c.earned(answer))
	}
}
