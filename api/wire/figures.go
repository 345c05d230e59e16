package wire

import "strconv"

// Figures are what the operations of a chain have measured of a picture. They stand beside its
// size in an answer as JSON, which omits those that the chain has not asked for, and in
// HeaderFrameFigures. If an operation stands twice in a chain, the figure is that of the last one.
type Figures struct {
	Palette    []Swatch `json:"palette,omitempty"`
	ThumbHash  string   `json:"thumbhash,omitempty"`
	Sharpness  *float64 `json:"sharpness,omitempty"`
	Brightness *float64 `json:"brightness,omitempty"`
}

// Swatch is one colour of a palette.
type Swatch struct {
	Colour string  `json:"colour"` // "#rrggbb", in sRGB
	Share  float64 `json:"share"`  // % of the picture that is closer to this colour than to the others
}

// String returns the value of HeaderFrameFigures, "" without figures: a dictionary of structured
// fields (RFC 9651), such as
//
//	sharpness=80.4, brightness=41.02, palette=("#192237";share=30.32 "#a9c8aa";share=29.86)
func (f Figures) String() string {
	var b []byte
	member := func(key string) {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(append(b, key...), '=')
	}
	if f.Sharpness != nil {
		member("sharpness")
		b = appendDecimal(b, *f.Sharpness)
	}
	if f.Brightness != nil {
		member("brightness")
		b = appendDecimal(b, *f.Brightness)
	}
	if f.Palette != nil {
		member("palette")
		before := byte('(')
		for _, s := range f.Palette {
			b = append(append(b, before, '"'), s.Colour...)
			b = appendDecimal(append(b, `";share=`...), s.Share)
			before = ' '
		}
		b = append(b, ')')
	}
	if f.ThumbHash != "" {
		member("thumbhash")
		b = append(append(append(b, ':'), f.ThumbHash...), ':')
	}
	return string(b)
}

func appendDecimal(b []byte, v float64) []byte { return strconv.AppendFloat(b, v, 'f', -1, 64) }
