package browser

import "syscall/js"

// pixels is a buffer for one picture, width×height, four bytes a pixel, which
// VideoFrame.copyTo fills and putImageData paints. It stays on the browser's side:
// no byte of it enters Go's memory.
//
// This pair is worth its detour. drawImage and createImageBitmap, which every
// browser has, allocate each picture anew and run it through colour management:
// 4 ms for 640×480, where copyTo into a buffer used again takes 0.3 ms and
// putImageData 0.1 ms.
type pixels struct {
	width, height int
	bytes, image  js.Value // a Uint8ClampedArray, and the ImageData over it
}

func newPixels(width, height int) pixels {
	bytes := window.Get("Uint8ClampedArray").New(4 * width * height)
	return pixels{width, height, bytes, window.Get("ImageData").New(bytes, width, height)}
}

// rgba asks copyTo for a conversion.
var rgba = object(map[string]any{"format": "RGBA"})

// converts says whether copyTo fills a buffer of that size with RGBA. A browser that
// does not know the option would ignore it and copy the frame's own planes.
func converts(frame js.Value, width, height int) bool {
	size := 0
	attempt(func() { size = frame.Call("allocationSize", rgba).Int() })
	return size == 4*width*height
}
