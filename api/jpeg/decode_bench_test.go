package jpeg

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"testing"

	"github.com/gen2brain/jpegn"
)

// pictures returns the seeds of FuzzDecode, which the benchmarks also use.
func pictures(t testing.TB, w, h int) map[string][]byte {
	img := photo(w, h, image.YCbCrSubsampleRatio420)
	return map[string][]byte{
		"4:2:0 q85":         encoded(t, img, jpegn.EncodeOptions{Quality: 85}),
		"4:2:0 q95":         encoded(t, img, jpegn.EncodeOptions{Quality: 95}),
		"4:2:2 q85":         encoded(t, photo(w, h, image.YCbCrSubsampleRatio422), jpegn.EncodeOptions{Quality: 85}),
		"4:4:4 q85":         encoded(t, photo(w, h, image.YCbCrSubsampleRatio444), jpegn.EncodeOptions{Quality: 85}),
		"4:2:0 restart q85": encoded(t, img, jpegn.EncodeOptions{Quality: 85, RestartInterval: 4}),
		"progressive q85":   encoded(t, img, jpegn.EncodeOptions{Quality: 85, Progressive: true}),
	}
}

func BenchmarkDecode(b *testing.B) {
	inputs := pictures(b, 640, 480)
	inputs["100 scans"] = progressiveFlat(MaxScans - 1)
	for name, data := range inputs {
		h, err := ParseHeader(data)
		if err != nil {
			b.Fatal(err)
		}
		for _, scale := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("%s/framepost 1:%d", name, scale), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f, err := Decode(context.Background(), data, h, scale)
					if err != nil {
						b.Fatal(err)
					}
					f.Release()
				}
			})
		}
		b.Run(name+"/jpegn", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				jpegn.Decode(bytes.NewReader(data))
			}
		})
		b.Run(name+"/image-jpeg", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				jpeg.Decode(bytes.NewReader(data))
			}
		})
	}
}
