package mjpeg

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// Whatever comes, the pictures do not depend on how it is cut into reads, and every byte is
// one of a picture or rubbish.
func FuzzReader(f *testing.F) {
	a, b := picture(0), inserted(picture(1), 0xE1, picture(2))
	f.Add([]byte(a+"rubbish"+b), "")
	f.Add([]byte(a[:100]+b[:len(b)-20]+a), "")
	f.Add([]byte("--x\r\nContent-Length: 99999999999\r\n\r\n"+a+"\r\n--x\r\n\r\n"+b+"\r\n--x--"), "x")
	f.Add([]byte("\xff\xd8\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\xff\xff\xff\xd8\xff\xff"), "-")
	f.Fuzz(func(t *testing.T, stream []byte, boundary string) {
		const most = 4096
		read := func(from io.Reader) (pictures []string, lost int, rubbish int64) {
			r := NewReader(from, boundary, most)
			for {
				var b strings.Builder
				var passed *LostError
				switch err := r.Next(&b); {
				case err == io.EOF:
					return pictures, lost, r.Rubbish()
				case errors.As(err, &passed):
					lost++
				case err != nil:
					t.Fatal(err)
				case b.Len() > most || !strings.HasPrefix(b.String(), string(soi)):
					t.Fatalf("a picture of %d bytes begins %q", b.Len(), b.String()[:min(b.Len(), 4)])
				default:
					pictures = append(pictures, b.String())
				}
			}
		}
		whole, lost, rubbish := read(bytes.NewReader(stream))
		single, lostSingle, _ := read(iotest.OneByteReader(bytes.NewReader(stream)))
		if strings.Join(whole, "|") != strings.Join(single, "|") || lost != lostSingle {
			t.Fatalf("%d pictures and %d lost at once, %d and %d byte by byte", len(whole), lost, len(single), lostSingle)
		}
		sum := rubbish
		for _, p := range whole {
			sum += int64(len(p))
		}
		if sum > int64(len(stream)) || lost == 0 && boundary == "" && sum != int64(len(stream)) {
			t.Fatalf("%d bytes of pictures and rubbish in a stream of %d", sum, len(stream))
		}
	})
}
