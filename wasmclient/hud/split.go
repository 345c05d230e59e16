package hud

import (
	"slices"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// Parts names the parts of a frame's time, in their order: waiting for the stream's decision,
// encoding the upload, the link there and back, the server's queue, decoding, operations and
// encoding, the answer's body, and the answer's decoding and painting.
var Parts = [...]string{"capture", "encode", "network", "queue", "decode", "operations", "encode answer", "download", "decode answer", "paint"}

// EncodeAnswer is the index of the part that follows the services, which have no fixed names.
const EncodeAnswer = 6

// Split returns the mean time of each of Parts over the frames, in ms. Means, unlike
// medians, add up, with those of Services, to the mean of the whole.
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

// Services returns the services that the frames were with, and the mean time of each over all
// frames, in ms. They are in the order in which the frames first have them.
func Services(frames []stream.Frame) (list []wire.Service) {
	for _, f := range frames {
		for _, s := range f.Timing.Services {
			i := slices.IndexFunc(list, func(known wire.Service) bool { return known.Name == s.Name })
			if i < 0 {
				i = len(list)
				list = append(list, wire.Service{Name: s.Name})
			}
			list[i].Time += s.Time
		}
	}
	for i := range list {
		list[i].Time /= float64(len(frames))
	}
	return list
}
