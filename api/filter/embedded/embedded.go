// Package embedded has the operations load their files from the program itself: the cascade that
// finds faces, and the fonts. It is imported for that effect alone. A page fetches the files when
// a chain asks for them, so its module does without this package.
package embedded

import (
	"framepost/api/filter/face"
	"framepost/api/filter/face/cascade"
	"framepost/api/filter/lettering"
	"framepost/api/filter/lettering/fonts"
)

func init() {
	face.Use(cascade.Load)
	lettering.Use(fonts.Files...)
}
