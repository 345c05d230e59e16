// Command sheet draws a contact sheet: one picture processed by every operation with its
// default arguments, and by every preset.
//
//	go tool task sheet      writes e2e/testdata/operations.jpg
package main

import (
	"bytes"
	"context"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"log"
	"os"
	"strings"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/wire"
	"framepost/e2e/camera"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The layout, in px.
const (
	columns       = 7
	cellWidth     = 176
	cellHeight    = 132
	captionHeight = 24
	gap           = 10
)

// telling are arguments that show an operation better than its defaults do, which change the
// picture too little for a thumbnail.
var telling = map[string]string{
	"boxes": things.Op.Name + ",boxes:size=9%", "brightness": "brightness:25", "contrast": "contrast:40", "convolve": "convolve:emboss", "crop": "crop:25%:25%:50%:50%",
	"gamma": "gamma:0.5", "hue": "hue:120", "redact": "redact:45% 15% 30% 35%",
	"resize": "resize:88", "rotate": "rotate:20", "saturation": "saturation:80",
	"sigmoid": "sigmoid:8",
}

func main() {
	log.SetFlags(0)
	out := flag.String("o", "operations.jpg", "the file to write")
	flag.Parse()
	sheet, err := draws()
	if err != nil {
		log.Fatal("sheet: ", err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, sheet, &jpeg.Options{Quality: 85}); err != nil {
		log.Fatal("sheet: ", err)
	}
	if err := os.WriteFile(*out, b.Bytes(), 0o644); err != nil {
		log.Fatal("sheet: ", err)
	}
}

// cell is one picture of the sheet, with its title and chain.
type cell struct{ title, chain string }

func draws() (image.Image, error) {
	files, err := os.MkdirTemp("", "sheet")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(files)
	if err := stampIn(files); err != nil {
		return nil, err
	}
	if err := lookIn(files); err != nil {
		return nil, err
	}
	c := pipeline.Default()
	c.Overlays, c.LUTs = files, files
	c.Services = []pipeline.Service{things}
	p, err := pipeline.New(c)
	if err != nil {
		return nil, err
	}
	source, err := camera.Film{Width: 720, Height: 540, FPS: 30, Frames: 90}.JPEG(60, 95)
	if err != nil {
		return nil, err
	}
	cells := cells(p.Catalogue())
	rows := (len(cells) + columns - 1) / columns
	sheet := image.NewRGBA(image.Rect(0, 0, columns*(cellWidth+gap)+gap, rows*(cellHeight+captionHeight+gap)+gap))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{Y: 28}), image.Point{}, draw.Src)
	for i, c := range cells {
		picture, figures, err := render(p, source, c.chain)
		if err != nil {
			return nil, err
		}
		corner := image.Pt(gap+i%columns*(cellWidth+gap), gap+i/columns*(cellHeight+captionHeight+gap))
		paint(sheet, corner, picture)
		swatches(sheet, image.Rectangle{Min: corner, Max: corner.Add(image.Pt(cellWidth, cellHeight))}, figures.Palette)
		write(sheet, corner.Add(image.Pt(0, cellHeight+captionHeight-7)), caption(c.title, figures))
	}
	return sheet, nil
}

func cells(catalogue pipeline.Catalogue) []cell {
	list := []cell{{"(the picture)", ""}}
	for _, op := range catalogue.Ops {
		if op.Name == things.Op.Name {
			continue
		}
		chain := op.Name
		if better, ok := telling[op.Name]; ok {
			chain = better
		}
		list = append(list, cell{strings.TrimPrefix(chain, things.Op.Name+","), chain})
	}
	for _, preset := range catalogue.Presets {
		list = append(list, cell{"preset=" + preset.Name, preset.Chain})
	}
	return list
}

// render processes the picture by a chain at twice the size of a cell, so that arguments in px
// have their usual effect, and fits the result into the cell. It
// also returns what the chain has measured.
func render(p *pipeline.Pipeline, source []byte, chain string) (image.Image, wire.Figures, error) {
	prepared := "crop:0:8%:100%:92%,resize:352:264:cover" // crops the frame's number
	if chain != "" {
		prepared += "," + chain
	}
	parsed, err := p.Parse(prepared)
	if err != nil {
		return nil, wire.Figures{}, err
	}
	answer, err := p.Process(context.Background(), pipeline.Job{Body: source, Chain: parsed, Format: pipeline.JPEG, Quality: 95})
	if err != nil {
		return nil, wire.Figures{}, err
	}
	defer answer.Body.Release()
	fitted, err := p.Parse("resize:176:132:contain")
	if err != nil {
		return nil, wire.Figures{}, err
	}
	if answer.W <= cellWidth && answer.H <= cellHeight {
		fitted = filter.Chain{} // a small result is not enlarged
	}
	small, err := p.Process(context.Background(), pipeline.Job{Body: answer.Body.Bytes, Chain: fitted, Format: pipeline.JPEG, Quality: 95})
	if err != nil {
		return nil, wire.Figures{}, err
	}
	defer small.Body.Release()
	picture, err := jpeg.Decode(bytes.NewReader(small.Body.Bytes))
	return picture, answer.Figures, err
}

// paint puts a picture into the middle of a cell.
func paint(sheet draw.Image, corner image.Point, picture image.Image) {
	b := picture.Bounds()
	at := corner.Add(image.Pt((cellWidth-b.Dx())/2, (cellHeight-b.Dy())/2))
	draw.Draw(sheet, b.Sub(b.Min).Add(at), picture, b.Min, draw.Src)
}

var face = func() font.Face {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		panic(err) // the font is part of the program
	}
	f, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 13, DPI: 72})
	if err != nil {
		panic(err)
	}
	return f
}()

func write(sheet draw.Image, at image.Point, line string) {
	d := font.Drawer{Dst: sheet, Src: image.NewUniform(color.Gray{Y: 225}), Face: face, Dot: fixed.P(at.X, at.Y)}
	d.DrawString(line)
}
