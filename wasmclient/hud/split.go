package hud

import (
	"time"

	"framepost/wasmclient/stream"
)

// Parts names the parts of a frame's time, in their order: waiting for the stream's decision,
// encoding the upload, the link there and back, the server's queue, decoding, operations and
// encoding, the answer's body, and the answer's decoding and painting.
var Parts = [...]string{"capture", "encode", "network", "queue", "decode", "operations", "encode answer", "download", "decode answer", "paint"}

// Split returns the mean time of each of Parts over the frames, in ms. Means, unlike
// medians, add up to the mean of the whole.
func Split(frames []stream.Frame) [len(Parts)]float64 {
	var sum [len(Parts)]float64
	ms := func(from, to time.Time) float64 { return to.Sub(from).Seconds() * 1000 }
	for _, f := range frames {
		t := f.Timing
		for i, v := range [...]float64{
			ms(f.Captured, f.Taken), ms(f.Taken, f.Sent), max(ms(f.Sent, f.Answered)-t.Total(), 0),
			t.Queue, t.Decode, t.Ops, t.Encode,
			ms(f.Answered, f.Received), ms(f.Received, f.Decoded), ms(f.Decoded, f.Shown),
		} {
			sum[i] += v
		}
	}
	for i := range sum {
		sum[i] /= float64(max(len(frames), 1))
	}
	return sum
}
