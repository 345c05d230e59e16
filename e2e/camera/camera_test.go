package camera

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"os"
	"testing"

	"golang.org/x/image/draw"
)

func TestEveryNumberReadsBothWays(t *testing.T) {
	for n := range Numbers {
		row := encode(n)
		if got, mirrored, ok := decode(row); got != n || mirrored || !ok {
			t.Fatalf("decode(encode(%d)) = %d, %t, %t", n, got, mirrored, ok)
		}
		var turned uint32
		for i := range Blocks {
			turned = turned<<1 | row>>i&1
		}
		if got, mirrored, ok := decode(turned); got != n || !mirrored || !ok {
			t.Fatalf("decode of %d mirrored = %d, %t, %t", n, got, mirrored, ok)
		}
	}
}

func TestDamagedRowIsNoNumber(t *testing.T) {
	for n := range Numbers {
		for i := range Blocks {
			if _, _, ok := decode(encode(n) ^ 1<<i); ok {
				t.Fatalf("the row of %d reads as a number with block %d wrong", n, i)
			}
		}
	}
	for _, row := range []uint32{0, 1<<Blocks - 1, 0b10 << (Blocks - 2)} {
		if n, _, ok := decode(row); ok {
			t.Errorf("%020b reads as %d", row, n)
		}
	}
}

// What the pictures go through on their way: JPEG, mirroring, another size.
func TestReadSurvivesTheWay(t *testing.T) {
	film := Film{Width: 640, Height: 480, FPS: 30, Frames: 1}
	for _, n := range []int{0, 1, 341, 682, 1023} {
		for _, quality := range []int{20, 85} {
			data, err := film.JPEG(n, quality)
			if err != nil {
				t.Fatal(err)
			}
			img, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			for _, width := range []int{640, 700, 350, 97} {
				for _, mirror := range []bool{false, true} {
					got, mirrored, ok := Read(answer(img, width, mirror, quality))
					if got != n || mirrored != mirror || !ok {
						t.Errorf("number %d, quality %d, width %d, mirror %t: read %d, %t, %t",
							n, quality, width, mirror, got, mirrored, ok)
					}
				}
			}
		}
	}
}

func answer(img image.Image, width int, mirror bool, quality int) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, b.Dy()*width/b.Dx()))
	draw.BiLinear.Scale(out, out.Rect, img, b, draw.Src, nil)
	if mirror {
		for y := range out.Rect.Dy() {
			for l, r := 0, width-1; l < r; l, r = l+1, r-1 {
				a, b := out.RGBAAt(l, y), out.RGBAAt(r, y)
				out.SetRGBA(l, y, b)
				out.SetRGBA(r, y, a)
			}
		}
	}
	var b2 bytes.Buffer
	if err := jpeg.Encode(&b2, out, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	again, err := jpeg.Decode(&b2)
	if err != nil {
		panic(err)
	}
	return again
}

func TestReadOfOtherPictures(t *testing.T) {
	for _, img := range []image.Image{
		image.NewGray(image.Rect(0, 0, 19, 19)),
		image.NewGray(image.Rect(0, 0, 640, 480)),
		image.NewUniform(color.White),
		image.NewGray(image.Rect(0, 0, 640, 3)),
	} {
		if n, _, ok := Read(img); ok {
			t.Errorf("%T of %v reads as %d", img, img.Bounds(), n)
		}
	}
}

// A camera's JPEG of 640×480 at quality 85 has some 30 to 60 kB; a film that is
// smoother or noisier would measure another load.
func TestPicturesWeighWhatACamerasDo(t *testing.T) {
	data, err := VGA().JPEG(100, 85)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) < 30_000 || len(data) > 60_000 {
		t.Errorf("a frame has %d bytes", len(data))
	}
}

func TestFile(t *testing.T) {
	film := Film{Width: 80, Height: 60, FPS: 25, Frames: 3}
	path, err := film.File(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := bufio.NewReader(file)
	if line, _ := r.ReadString('\n'); line != "YUV4MPEG2 W80 H60 F25:1 Ip A1:1 C420jpeg\n" {
		t.Errorf("the header is %q", line)
	}
	img := image.NewYCbCr(image.Rect(0, 0, 80, 60), image.YCbCrSubsampleRatio420)
	for n := range film.Frames {
		if line, _ := r.ReadString('\n'); line != "FRAME\n" {
			t.Fatalf("frame %d begins with %q", n, line)
		}
		for _, plane := range [][]byte{img.Y, img.Cb, img.Cr} {
			if _, err := io.ReadFull(r, plane); err != nil {
				t.Fatal(err)
			}
		}
		if got, mirrored, ok := Read(img); got != n || mirrored || !ok {
			t.Errorf("frame %d reads as %d, %t, %t", n, got, mirrored, ok)
		}
	}
	if rest, _ := io.Copy(io.Discard, r); rest != 0 {
		t.Errorf("%d bytes follow the last frame", rest)
	}
}

func TestValidate(t *testing.T) {
	for _, film := range []Film{VGA(), HD()} {
		if err := film.Validate(); err != nil {
			t.Error(err)
		}
	}
	for _, film := range []Film{
		{},
		{Width: 650, Height: 480, FPS: 30, Frames: 1},
		{Width: 640, Height: 481, FPS: 30, Frames: 1},
		{Width: 640, Height: 480, FPS: 0, Frames: 1},
		{Width: 640, Height: 480, FPS: 30, Frames: Numbers + 1},
	} {
		if film.Validate() == nil {
			t.Errorf("%+v is taken", film)
		}
		if err := film.Write(io.Discard); err == nil {
			t.Errorf("%+v is written", film)
		}
	}
}

func ExampleRead() {
	film := VGA()
	picture, _ := film.JPEG(42, 85)
	img, _ := jpeg.Decode(bytes.NewReader(picture))
	fmt.Println(Read(img))
	// Output: 42 false true
}
