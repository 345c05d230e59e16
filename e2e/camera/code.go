// Package camera makes the film for the fake camera of the browser tests: a moving, grainy
// landscape, or one of those of package films. Each of its frames contains its own number, in a form
// that a program can read from the screen.
package camera

import (
	"image"
	"image/color"
)

// The number is a row of square black and white blocks. They are so large that JPEG, 4:2:0, any
// resize and sensor noise do not change them:
//
//	1 0 | number, 10 bits | CRC, 6 bits | 0 0
//
// The two ends differ, so that a reader can tell whether the row is mirrored. A row of two
// mixed frames (a torn or blended picture) has a wrong CRC.
const (
	Blocks     = 20 // blocks in a row, each as high as wide
	NumberBits = 10
	crcBits    = 6
	// Numbers is the number of different numbers: enough for 34 s at 30 fps.
	Numbers = 1 << NumberBits
)

// A Row is where the number is. It lies symmetrically, so that it is in the same place of a
// mirrored picture.
type Row struct {
	Y     float64 // its upper edge, in heights of the picture
	Width float64 // in widths of the picture
}

var (
	Top    = Row{Y: 0, Width: 1}
	middle = Row{Y: 16. / 30, Width: 0.5} // whole MCUs of 640×480 px: flat blocks weigh next to nothing
)

// encode returns the blocks of a number, the leftmost in the highest bit.
func encode(n int) uint32 {
	n &= Numbers - 1
	return 0b10<<(Blocks-2) | uint32(n)<<(crcBits+2) | uint32(crc6(n))<<2
}

// Codes returns the rows of all numbers, for readers in another language.
func Codes() []uint32 {
	rows := make([]uint32, Numbers)
	for n := range rows {
		rows[n] = encode(n)
	}
	return rows
}

func decode(row uint32) (n int, mirrored, ok bool) {
	if row>>(Blocks-1) == 0 && row&1 == 1 {
		mirrored = true
		var turned uint32
		for i := range Blocks {
			turned |= row >> i & 1 << (Blocks - 1 - i)
		}
		row = turned
	}
	n = int(row >> (crcBits + 2) & (Numbers - 1))
	return n, mirrored, row == encode(n)
}

// crc6 returns the CRC-6-ITU (x⁶+x+1) of a number. It starts with all ones so that the check of
// 0 is not 0.
func crc6(n int) int {
	crc := 1<<crcBits - 1
	for i := NumberBits - 1; i >= 0; i-- {
		out := crc>>(crcBits-1) ^ n>>i&1
		crc = crc << 1 & (1<<crcBits - 1)
		if out != 0 {
			crc ^= 0b000011
		}
	}
	return crc
}

// stamp draws the row of n into img.
func (r Row) stamp(img *image.YCbCr, n int) {
	row := encode(n)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := int(r.Width * float64(w) / Blocks)
	left, top := (w-size*Blocks)/2, int(r.Y*float64(h)+0.5)
	for y := range size {
		line := img.Y[(top+y)*img.YStride+left:]
		for x := range size * Blocks {
			line[x] = black
			if row>>(Blocks-1-x/size)&1 == 1 {
				line[x] = white
			}
		}
	}
	for y := top / 2; y < (top+size+1)/2; y++ {
		for x := left / 2; x < (left+size*Blocks+1)/2; x++ {
			i := y*img.CStride + x
			img.Cb[i], img.Cr[i] = 128, 128
		}
	}
}

// Read reads the number of the frame that img shows, at any size, and whether img shows it
// mirrored. ok is false if the picture has no intact row there.
func (r Row) Read(img image.Image) (n int, mirrored, ok bool) {
	b := img.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	size := r.Width * w / Blocks
	y := r.Y*h + size/2
	if size < 1 || y >= h {
		return 0, false, false
	}
	var row uint32
	for i := range Blocks {
		x := (w-r.Width*w)/2 + (float64(i)+0.5)*size
		row <<= 1
		if color.GrayModel.Convert(img.At(b.Min.X+int(x), b.Min.Y+int(y))).(color.Gray).Y >= 128 {
			row |= 1
		}
	}
	return decode(row)
}
