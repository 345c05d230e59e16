package network

import (
	"bytes"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// arrival is a datagram that has passed a direction.
type arrival struct {
	first byte
	bytes int
	after time.Duration
}

// datagrams sends count datagrams in a direction, all at once, with the number n in the n-th,
// and returns those that arrive. A pipe keeps its writes apart.
func datagrams(link Link, count, size int) (got []arrival) {
	var d direction
	d.link.Store(&link)
	in, from := net.Pipe()
	to, out := net.Pipe()
	start := time.Now()
	go func() {
		d.carryDatagrams(to, from)
		to.Close()
	}()
	go func() {
		for i := range count {
			in.Write(bytes.Repeat([]byte{byte(i)}, size))
		}
		in.Close()
	}()
	for data := make([]byte, 64<<10); ; {
		n, err := out.Read(data)
		if err != nil {
			return got
		}
		got = append(got, arrival{data[0], n, time.Since(start)})
	}
}

func TestDatagramsTakeTheirTime(t *testing.T) {
	for _, test := range []struct {
		link        Link
		first, last time.Duration // of ten of 1250 bytes
	}{
		{Link{}, 0, 0},
		{Link{RTT: 80 * ms}, 40 * ms, 40 * ms},
		{Link{Mbit: 1}, 10 * ms, 100 * ms},
		{Link{RTT: 150 * ms, Mbit: 10}, 76 * ms, 85 * ms},
	} {
		synctest.Test(t, func(t *testing.T) {
			got := datagrams(test.link, 10, 1250)
			if len(got) != 10 {
				t.Fatalf("%v: %d of 10 arrived", test.link, len(got))
			}
			for i, a := range got {
				want := test.first + time.Duration(i)*(test.last-test.first)/9
				if a.first != byte(i) || a.bytes != 1250 || a.after != want {
					t.Errorf("%v: %v is number %d, want 1250 bytes after %v", test.link, a, i, want)
				}
			}
		})
	}
}

// The queue holds 64 kB: of datagrams that are sent at once, those beyond that are dropped, and
// none arrives later than the length of the queue allows.
func TestAFullQueueDropsDatagrams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := datagrams(Link{Mbit: 4}, 100, 1024)
		if len(got) != 64 {
			t.Fatalf("%d datagrams of 1 kB arrived, want 64", len(got))
		}
		if last := got[63]; last.first != 63 || last.after != 131072*time.Microsecond {
			t.Errorf("the last is %v", last)
		}
	})
}

// The queue empties at the link's rate.
func TestAQueueTakesDatagramsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d direction
		link := &Link{Mbit: 8} // 1 kB a ms
		for range 4 {
			if _, ok := d.book(1000, link, 4500); !ok {
				t.Fatal("there is room")
			}
		}
		if _, ok := d.book(1000, link, 4500); ok {
			t.Error("there is no room for a fifth")
		}
		time.Sleep(ms)
		if free, ok := d.book(1000, link, 4500); !ok || time.Until(free) != 4*ms {
			t.Errorf("%v until it is sent (%v), want 4 ms", time.Until(free), ok)
		}
	})
}

func TestLostDatagramsNeverArrive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if got := datagrams(Link{Loss: 1}, 100, 100); len(got) != 0 {
			t.Errorf("%d arrived", len(got))
		}
		const sent = 10_000
		got := datagrams(Link{RTT: 20 * ms, Loss: 0.2}, sent, 1)
		// Six standard deviations of the binomial distribution are 240.
		if n := len(got); n < 0.8*sent-240 || n > 0.8*sent+240 {
			t.Errorf("%d of %d arrived, want 80 %%", n, sent)
		}
	})
}

func TestUDPRelay(t *testing.T) {
	server := udp(t)
	relay, err := ListenUDP(server.LocalAddr().(*net.UDPAddr).AddrPort(), Link{})
	if err != nil {
		t.Fatal(err)
	}
	front := netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), uint16(relay.Port()))
	client, stranger := udp(t), udp(t)
	send := func(from *net.UDPConn, text string, to netip.AddrPort) {
		if _, err := from.WriteToUDPAddrPort([]byte(text), to); err != nil {
			t.Fatal(err)
		}
	}
	receive := func(at *net.UDPConn, want string) netip.AddrPort {
		t.Helper()
		var data [100]byte
		n, from, err := at.ReadFromUDPAddrPort(data[:])
		if err != nil || string(data[:n]) != want {
			t.Fatalf("%q, %v; want %q", data[:n], err, want)
		}
		return from
	}
	send(client, "there", front)
	back := receive(server, "there")
	send(stranger, "is not heard", front)
	send(client, "there again", front)
	receive(server, "there again")
	send(server, "and back", back)
	if from := receive(client, "and back"); from != front {
		t.Errorf("from %v, want %v", from, front)
	}
	relay.Close()
}

// udp is a socket that gives up waiting after a while.
func udp(t *testing.T) *net.UDPConn {
	t.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	return conn
}
