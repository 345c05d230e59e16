package stream

import (
	"strconv"
	"time"
)

// csvHead names the columns of CSV. Times are in ms. What begins with "at" is a point in
// time, since the first frame's capture; the others follow one another and add up to
// total:
//
//	capture   from the camera to the decision to send
//	encode    to having the JPEG to upload
//	upload    on the link, without the answer's bytes: the length of the way there and
//	          back, any queue on it, and the upload's bytes, which took the time receive
//	queue, decode, ops, encode_answer   on the server
//	download  from the answer's headers to its end
//	decode_answer, paint
//
// A frame that the page has processed has the times of its worker, and in upload those of handing it
// over and back. where is the place, "server" or "page".
// share is the share of the frame's px that was sent, 0 to 1.
//
// network is the time from upload to download by the browser's own record, see Network, or 0.
// If those columns add up to more, the difference was spent waiting for the page's thread.
const csvHead = "id,at,capture,encode,upload,queue,decode,ops,encode_answer,download,decode_answer,paint,total," +
	"receive,network,up,down,window,quality,size,where,share\n"

// CSV returns the records of Frames as a table with a header, one record a line.
func (s *Stream) CSV() string {
	frames := s.Frames()
	b := append(make([]byte, 0, 128*(1+len(frames))), csvHead...)
	for _, f := range frames {
		b = f.appendCSV(b, frames[0].Captured)
	}
	return string(b)
}

func (f Frame) appendCSV(b []byte, origin time.Time) []byte {
	b = strconv.AppendInt(b, int64(f.ID), 10)
	server := time.Duration(f.Timing.Total() * float64(time.Millisecond))
	durations := [...]time.Duration{
		f.Captured.Sub(origin), f.Taken.Sub(f.Captured), f.Sent.Sub(f.Taken),
		f.Answered.Sub(f.Sent) - server, // the link there and back, and the upload's bytes
	}
	ms := func(v float64) { b = strconv.AppendFloat(append(b, ','), v, 'f', 2, 64) }
	for _, d := range durations {
		ms(d.Seconds() * 1000)
	}
	for _, v := range [...]float64{f.Timing.Queue, f.Timing.Decode, f.Timing.Ops, f.Timing.Encode} {
		ms(v)
	}
	for _, d := range [...]time.Duration{f.Received.Sub(f.Answered), f.Decoded.Sub(f.Received), f.Shown.Sub(f.Decoded), f.CameraToScreen()} {
		ms(d.Seconds() * 1000)
	}
	ms(f.Timing.Receive)
	ms(f.Network.Duration().Seconds() * 1000)
	for _, n := range [...]int{f.Up, f.Down, f.Window, f.Quality, f.Size} {
		b = strconv.AppendInt(append(b, ','), int64(n), 10)
	}
	b = append(append(b, ','), f.Place...)
	b = strconv.AppendFloat(append(b, ','), f.Share, 'f', 3, 64)
	return append(b, '\n')
}
