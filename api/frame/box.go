package frame

import "image"

// Box is an object that a service has found in the picture.
type Box struct {
	image.Rectangle         // px
	Label           string  // what it is; may be empty
	Score           float64 // how sure the service is, 0 to 1
}

// moveBoxes returns the boxes at their positions in the result, without those that are cropped
// away.
func (g Geometry) moveBoxes(list []Box) []Box {
	if list == nil {
		return nil
	}
	moved := make([]Box, 0, len(list))
	for _, b := range list {
		if b.Rectangle = g.Move(b.Rectangle); !b.Empty() {
			moved = append(moved, b)
		}
	}
	return moved
}
