package server

import (
	"encoding/binary"
	"io"
	"testing"
	"testing/synctest"
)

// The settings of HTTP/2 (RFC 9113 section 6.5.2) that a frame depends on.
const (
	settingStreams = 0x3
	settingWindow  = 0x4
	settingFrame   = 0x5
)

// What the server allows before it has seen anything: a frame of 200 kB goes through
// without a pause for its window.
func TestFlowControl(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, small(), fake{})
		conn, err := s.plain.dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		go conn.Write([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00")) // and no settings of ours
		kind, payload := readFrame(t, conn)
		if kind != 0x4 {
			t.Fatalf("the first frame has the type %d, want SETTINGS", kind)
		}
		settings := map[uint16]uint32{}
		for ; len(payload) >= 6; payload = payload[6:] {
			settings[binary.BigEndian.Uint16(payload)] = binary.BigEndian.Uint32(payload[2:])
		}
		for id, want := range map[uint16]uint32{settingStreams: maxStreams, settingWindow: streamWindow, settingFrame: maxReadFrame} {
			if settings[id] != want {
				t.Errorf("setting %d is %d, want %d", id, settings[id], want)
			}
		}
		// The connection's window begins with 65,535 bytes and is opened to ours.
		for kind != 0x8 {
			kind, payload = readFrame(t, conn)
		}
		if window := 65535 + binary.BigEndian.Uint32(payload); window != connectionWindow {
			t.Errorf("the connection's window is %d, want %d", window, connectionWindow)
		}
	})
}

// readFrame reads one frame of HTTP/2 (RFC 9113 section 4.1).
func readFrame(t *testing.T, from io.Reader) (kind byte, payload []byte) {
	t.Helper()
	var head [9]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		t.Fatal(err)
	}
	payload = make([]byte, int(head[0])<<16|int(head[1])<<8|int(head[2]))
	if _, err := io.ReadFull(from, payload); err != nil {
		t.Fatal(err)
	}
	return head[3], payload
}
