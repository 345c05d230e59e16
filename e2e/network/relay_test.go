package network

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// through sends data in a direction. It returns what arrives, and when the first and the last
// byte of it arrived.
func through(link Link, data []byte) (got []byte, first, last time.Duration) {
	var d direction
	d.link.Store(&link)
	in, from := net.Pipe()
	to, out := net.Pipe()
	start := time.Now()
	go func() {
		d.carry(to, from)
		to.Close()
	}()
	go func() {
		in.Write(data)
		in.Close()
	}()
	var one [1]byte
	io.ReadFull(out, one[:])
	first = time.Since(start)
	rest, _ := io.ReadAll(out)
	return append(one[:], rest...), first, time.Since(start)
}

func TestDirection(t *testing.T) {
	data := make([]byte, 125_000)
	for i := range data {
		data[i] = byte(rand.Uint32())
	}
	tests := []struct {
		link        Link
		first, last time.Duration
	}{
		{Link{}, 0, 0},
		{Link{RTT: 80 * time.Millisecond}, 40 * time.Millisecond, 40 * time.Millisecond},
		{Link{RTT: 80 * time.Millisecond, Mbit: 1}, 51584 * time.Microsecond, 1040 * time.Millisecond},
		{Link{Mbit: 20}, 579200 * time.Nanosecond, 50 * time.Millisecond},
		{Link{RTT: 40 * time.Millisecond, Loss: 1}, 60 * time.Millisecond, 60 * time.Millisecond},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			got, first, last := through(test.link, data)
			if !bytes.Equal(got, data) {
				t.Errorf("%v: the bytes differ", test.link)
			}
			if (first-test.first).Abs() > time.Microsecond || (last-test.last).Abs() > time.Microsecond {
				t.Errorf("%v: the first byte after %v, the last after %v; want %v and %v", test.link, first, last, test.first, test.last)
			}
		})
	}
}

// All connections share the rate of the link.
func TestDirectionIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d direction
		d.link.Store(&Link{Mbit: 8})
		start := time.Now()
		done := make(chan struct{})
		for range 4 {
			go func() {
				d.carry(io.Discard, bytes.NewReader(make([]byte, 250_000)))
				done <- struct{}{}
			}()
		}
		for range 4 {
			<-done
		}
		if took := time.Since(start); (took - time.Second).Abs() > time.Millisecond {
			t.Errorf("1 MB at 8 Mbit/s took %v", took)
		}
	})
}

// A timer that wakes late after each segment does not lower the rate, and an idle link saves up
// no rate.
func TestLateTimersCostNoRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d direction
		link := &Link{Mbit: 20}
		start := time.Now()
		for range 100 {
			sleepUntil(d.serialise(segment, link).Add(time.Millisecond))
		}
		serial := time.Duration(100 * segment * 8e3 / 20)
		if took := time.Since(start); took < serial || took > serial+2*time.Millisecond {
			t.Errorf("what takes %v took %v", serial, took)
		}
		time.Sleep(time.Second)
		start = time.Now()
		if took := d.serialise(segment, link).Sub(start); took != segment*8e3/20 {
			t.Errorf("after a pause, a segment takes %v", took)
		}
	})
}

// Losses only delay: no data are lost or reordered.
func TestLossKeepsTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		data := make([]byte, 1<<20)
		for i := range data {
			data[i] = byte(i >> 9)
		}
		got, _, last := through(Link{RTT: 20 * time.Millisecond, Mbit: 50, Loss: 0.2}, data)
		if !bytes.Equal(got, data) {
			t.Error("the bytes differ")
		}
		if last < 168*time.Millisecond || last > 230*time.Millisecond {
			t.Errorf("1 MiB at 50 Mbit/s took %v", last)
		}
	})
}

func TestRelay(t *testing.T) {
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	go func() {
		for {
			conn, err := server.Accept()
			if err != nil {
				return
			}
			go func() { io.Copy(conn, conn); conn.Close() }() // an echo
		}
	}()
	relay, err := Listen(server.Addr().String(), Link{})
	if err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("tcp", relay.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.Write([]byte("there and back")); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 14)
	if _, err := io.ReadFull(client, got); err != nil || string(got) != "there and back" {
		t.Errorf("%q, %v", got, err)
	}
	relay.Close()
	if n, err := client.Read(got); err == nil {
		t.Errorf("%d bytes after the end", n)
	}
}

func TestLinkText(t *testing.T) {
	for link, want := range map[Link]string{
		{}: "loopback",
		{RTT: 40 * time.Millisecond, Mbit: 1.5, Loss: 0.01}: "40 ms RTT, 1.5 Mbit/s, 1 % loss",
		{RTT: 80 * time.Millisecond}:                        "80 ms RTT",
	} {
		if got := link.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
