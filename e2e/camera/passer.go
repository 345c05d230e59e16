package camera

import (
	"image"
	"image/color"

	xdraw "golang.org/x/image/draw"
)

// crossings are the ways of a passer: the portrait's height, in picture heights, and where its top
// is. Each takes the same share of the film.
var crossings = []struct{ height, top float64 }{{0.3, 0.1}, {0.55, 0.25}, {0.9, 0.08}}

// passer draws somebody before the landscape, who enters at one side, crosses the picture and
// leaves at the other, nearer each time.
type passer struct {
	scene    *scene
	frames   int
	portrait []*image.RGBA // in the size of each crossing
}

func newPasser(portrait image.Image, s *scene, frames int) *passer {
	p := &passer{scene: s, frames: frames}
	size := portrait.Bounds().Size()
	for _, c := range crossings {
		height := int(c.height * float64(s.height))
		scaled := image.NewRGBA(image.Rect(0, 0, height*size.X/size.Y, height))
		xdraw.CatmullRom.Scale(scaled, scaled.Rect, portrait, portrait.Bounds(), xdraw.Src, nil)
		p.portrait = append(p.portrait, scaled)
	}
	return p
}

// draw paints frame n into img, which is 4:2:0 and has the film's size.
func (p *passer) draw(img *image.YCbCr, n int) {
	p.scene.draw(img, n)
	way := min(n*len(crossings)/p.frames, len(crossings)-1)
	done := float64(n*len(crossings)%p.frames) / float64(p.frames)
	face := p.portrait[way]
	at := image.Pt(int(done*float64(p.scene.width+face.Rect.Dx()))-face.Rect.Dx(), int(crossings[way].top*float64(p.scene.height)))
	for y := range face.Rect.Dy() {
		for x := range face.Rect.Dx() {
			to := at.Add(image.Pt(x, y))
			if !to.In(img.Rect) {
				continue
			}
			c := face.RGBAAt(x, y)
			luma, cb, cr := color.RGBToYCbCr(c.R, c.G, c.B)
			img.Y[img.YOffset(to.X, to.Y)] = uint8(black + int(luma)*(white-black)/255)
			if to.X%2 == 0 && to.Y%2 == 0 {
				i := img.COffset(to.X, to.Y)
				img.Cb[i], img.Cr[i] = uint8(128+(int(cb)-128)*224/255), uint8(128+(int(cr)-128)*224/255)
			}
		}
	}
}
