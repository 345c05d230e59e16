package jpeg

import (
	"bytes"
	"image"
	stdjpeg "image/jpeg"
	"testing"

	"framepost/api/frame"
)

// Another decoder reads the same picture, whatever the samples, the size, the stride and the
// quality are.
func FuzzEncode(f *testing.F) {
	f.Add(uint8(0), uint8(0), uint8(4), 95, uint8(0), []byte{})
	f.Add(uint8(16), uint8(12), uint8(4), 1, uint8(3), []byte{0, 255, 7})
	f.Add(uint8(199), uint8(33), uint8(1), 100, uint8(0), bytes.Repeat([]byte{0, 255, 255, 0, 255}, 99))
	f.Add(uint8(8), uint8(8), uint8(0), 50, uint8(60), []byte("a grey block"))
	f.Fuzz(func(t *testing.T, width, height, sampling uint8, quality int, beyond uint8, samples []byte) {
		s := allSamplings[int(sampling)%len(allSamplings)]
		w, h := int(width)+1, int(height)+1
		cw, ch := s.ChromaSize(w, h)
		fill := func(w, h, from int) frame.Plane {
			p := frame.Plane{Stride: w + int(beyond), W: w, H: h}
			p.Pix = make([]byte, max(0, (h-1)*p.Stride+w))
			for i := range p.Pix {
				if len(samples) > 0 {
					p.Pix[i] = samples[(from+i)%len(samples)]
				}
			}
			return p
		}
		planes := []frame.Plane{fill(w, h, 0), fill(cw, ch, 1), fill(cw, ch, 2)}
		if s == frame.Gray {
			planes = planes[:1]
		}
		data := encode(frame.Of(s, planes...), quality)
		img, err := stdjpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds() != image.Rect(0, 0, w, h) || len(planesOf(t, img)) != len(planes) {
			t.Errorf("%v, want %d×%d", img.Bounds(), w, h)
		}
		if got := psnr(t, planesOf(t, img), planes); quality >= 100 && got < 40 {
			t.Errorf("%.1f dB at quality 100", got)
		}
	})
}
