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

	"framepost/api/jpeg/films"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
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

// The number survives JPEG, mirroring and scaling.
func TestReadSurvivesTheWay(t *testing.T) {
	for _, c := range []struct {
		film              Film
		n, quality, width int
	}{
		{VGA(), 0, 85, 700}, {VGA(), 341, 85, 350}, {VGA(), 682, 20, 700}, {VGA(), 1023, 20, 97},
		{TalkingHead(), 1, 85, 700}, {Pan(), 85, 20, 350}, {Desk(), 127, 20, 175},
	} {
		data, err := c.film.JPEG(c.n, c.quality)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, mirror := range []bool{false, true} {
			n, mirrored, ok := c.film.Row().Read(answer(t, img, c.width, mirror, c.quality))
			if n != c.n || mirrored != mirror || !ok {
				t.Errorf("%s, %+v, mirror %t: read %d, %t, %t", c.film.Name(), c, mirror, n, mirrored, ok)
			}
		}
	}
}

// answer scales, mirrors if asked to, and encodes again.
func answer(t *testing.T, img image.Image, width int, mirror bool, quality int) image.Image {
	t.Helper()
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, b.Dy()*width/b.Dx()))
	sx, sy := float64(width)/float64(b.Dx()), float64(out.Rect.Dy())/float64(b.Dy())
	matrix := f64.Aff3{sx, 0, 0, 0, sy, 0}
	if mirror {
		matrix = f64.Aff3{-sx, 0, float64(width), 0, sy, 0}
	}
	draw.ApproxBiLinear.Transform(out, matrix, img, b, draw.Src, nil)
	var data bytes.Buffer
	if err := jpeg.Encode(&data, out, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	again, err := jpeg.Decode(&data)
	if err != nil {
		t.Fatal(err)
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
		for _, row := range []Row{Top, middle} {
			if n, _, ok := row.Read(img); ok {
				t.Errorf("%T of %v reads as %d", img, img.Bounds(), n)
			}
		}
	}
}

// Somebody who passes enters an empty picture, crosses it with each size and leaves it, and the
// frames keep their numbers.
func TestAPasserCrossesThePicture(t *testing.T) {
	portrait := image.NewRGBA(image.Rect(0, 0, 30, 40))
	draw.Draw(portrait, portrait.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	film := Film{Width: 160, Height: 120, FPS: 30, Frames: 60, Passer: portrait}
	var with, without [][]byte
	keep := func(film Film, to *[][]byte) {
		err := film.each(func(img *image.YCbCr) error {
			*to = append(*to, bytes.Clone(img.Y))
			if n, _, ok := Top.Read(img); !ok || n != len(*to)-1 {
				t.Errorf("frame %d reads as %d, %t", len(*to)-1, n, ok)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	keep(film, &with)
	film.Passer = nil
	keep(film, &without)
	each := film.Frames / len(crossings)
	for i := range crossings {
		first, middle := i*each, i*each+each/2
		if !bytes.Equal(with[first], without[first]) {
			t.Errorf("crossing %d does not begin with an empty picture", i)
		}
		changed := 0
		for k := range with[middle] {
			if with[middle][k] != without[middle][k] {
				changed++
			}
		}
		height := crossings[i].height * 120
		if whole := height * height * 3 / 4; float64(changed) < 0.6*whole || float64(changed) > whole {
			t.Errorf("%d pixels of frame %d are the passer's, of %.0f", changed, middle, whole)
		}
	}
}

// A camera's JPEG of 640×480 at quality 85 has about 30 to 60 kB; a film that is smoother or
// noisier would be an unrealistic load.
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
	for _, film := range []Film{
		{Width: 80, Height: 60, FPS: 25, Frames: 3},
		{Width: 80, Height: 60, FPS: 25, Frames: 3, Of: &films.TalkingHead},
	} {
		t.Run(film.Name(), func(t *testing.T) { checkFile(t, film) })
	}
}

func checkFile(t *testing.T, film Film) {
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
		if got, mirrored, ok := film.Row().Read(img); got != n || mirrored || !ok {
			t.Errorf("frame %d reads as %d, %t, %t", n, got, mirrored, ok)
		}
	}
	if rest, _ := io.Copy(io.Discard, r); rest != 0 {
		t.Errorf("%d bytes follow the last frame", rest)
	}
}

func TestValidate(t *testing.T) {
	for _, film := range []Film{VGA(), HD(), TalkingHead(), Pan(), Desk()} {
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

func ExampleRow_Read() {
	film := VGA()
	picture, _ := film.JPEG(42, 85)
	img, _ := jpeg.Decode(bytes.NewReader(picture))
	fmt.Println(film.Row().Read(img))
	// Output: 42 false true
}
