package wire

// Figures are what the operations of a chain have measured of a picture. They stand beside its
// size in an answer as JSON, which omits those that the chain has not asked for. If an
// operation stands twice in a chain, the figure is that of the last one.
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
