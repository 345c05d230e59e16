package wire

import "testing"

func TestFiguresString(t *testing.T) {
	sharpness, dark := 80.4, 0.0
	for want, f := range map[string]Figures{
		"":                              {},
		"sharpness=80.4":                {Sharpness: &sharpness},
		"brightness=0":                  {Brightness: &dark},
		"thumbhash=:AAg+/w==:":          {ThumbHash: "AAg+/w=="},
		`palette=("#0a0b0c";share=100)`: {Palette: []Swatch{{"#0a0b0c", 100}}},
		`sharpness=80.4, brightness=0, palette=("#0a0b0c";share=75.5 "#ffffff";share=24.5), thumbhash=:AAgC:`: {
			Sharpness: &sharpness, Brightness: &dark, ThumbHash: "AAgC", Palette: []Swatch{{"#0a0b0c", 75.5}, {"#ffffff", 24.5}}},
	} {
		if got := f.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
