package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"framepost/api/frame"
)

// Limits of what a service may have found in one picture.
const (
	maxBoxes      = 256
	maxLabel      = 64 // characters
	maxBoxesBytes = 256 << 10
)

// parseBoxes reads {"boxes":[{"x":…,"y":…,"w":…,"h":…,"label":…,"score":…}]}, in px of the w×h
// picture that the service was sent. Boxes are rounded outwards to whole px; those that lie outside
// are left out. A box without a score is certain. The result is not nil.
func parseBoxes(text []byte, w, h int) ([]frame.Box, error) {
	var answer struct {
		Boxes *[]struct {
			X, Y, W, H *float64
			Label      string
			Score      *float64
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, fmt.Errorf("boxes that are no JSON of the form {\"boxes\":[{\"x\",\"y\",\"w\",\"h\",\"label\",\"score\"}]}: %w", err)
	}
	if answer.Boxes == nil {
		return nil, errors.New(`JSON without the field "boxes"`)
	}
	if n := len(*answer.Boxes); n > maxBoxes {
		return nil, fmt.Errorf("%d boxes; at most %d are allowed", n, maxBoxes)
	}
	found := make([]frame.Box, 0, len(*answer.Boxes))
	for i, b := range *answer.Boxes {
		if b.X == nil || b.Y == nil || b.W == nil || b.H == nil || *b.W < 0 || *b.H < 0 {
			return nil, fmt.Errorf("box %d lacks x, y, w or h, or has a negative size", i+1)
		}
		if utf8.RuneCountInString(b.Label) > maxLabel || strings.ContainsFunc(b.Label, unicode.IsControl) {
			return nil, fmt.Errorf("box %d has a label of more than %d characters, or with a control character", i+1, maxLabel)
		}
		box := frame.Box{Label: b.Label, Score: 1}
		if b.Score != nil {
			if box.Score = *b.Score; box.Score < 0 || box.Score > 1 {
				return nil, fmt.Errorf("box %d has the score %v; allowed is 0 to 1", i+1, box.Score)
			}
		}
		box.Rectangle = image.Rectangle{
			Min: image.Pt(within(math.Floor(*b.X), w), within(math.Floor(*b.Y), h)),
			Max: image.Pt(within(math.Ceil(*b.X+*b.W), w), within(math.Ceil(*b.Y+*b.H), h)),
		}
		if !box.Empty() {
			found = append(found, box)
		}
	}
	return found, nil
}

// within returns v, or the nearest of 0 and most.
func within(v float64, most int) int { return int(min(max(v, 0), float64(most))) }
