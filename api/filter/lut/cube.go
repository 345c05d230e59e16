package lut

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"framepost/api/filter"
)

// cube is what a .cube file says.
type cube struct {
	dimensions int // 1 or 3
	side       int // nodes along a channel
	low, high  [3]float64
	nodes      [][3]float64 // side^dimensions, red fastest
}

// Sides that a table may have.
const (
	minSide   = 2
	maxSide1D = 65536
	maxSide3D = 65
)

// parse reads a .cube file. Its error begins with the number of the line that is wrong: ":12: …".
func parse(data []byte) (*cube, error) {
	c := &cube{high: [3]float64{1, 1, 1}}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors write a byte order mark
	number := 0
	for line := range bytes.Lines(data) {
		number++
		text := strings.TrimSpace(string(line))
		if text == "" || text[0] == '#' {
			continue
		}
		if err := c.line(text); err != nil {
			return nil, fmt.Errorf(":%d: %w", number, err)
		}
	}
	switch {
	case c.side == 0:
		return nil, fmt.Errorf(":%d: the file ends without LUT_1D_SIZE or LUT_3D_SIZE", max(number, 1))
	case len(c.nodes) != c.size():
		return nil, fmt.Errorf(":%d: the file ends after %d rows of numbers; a table of this size has %d", number, len(c.nodes), c.size())
	}
	for i := range c.low {
		if c.low[i] >= c.high[i] {
			return nil, fmt.Errorf(":%d: the domain of channel %d is from %v to %v; it must go from a smaller to a larger number", number, i+1, c.low[i], c.high[i])
		}
	}
	return c, nil
}

// size returns how many nodes the table has.
func (c *cube) size() int {
	if c.dimensions == 1 {
		return c.side
	}
	return c.side * c.side * c.side
}

// line reads a line that is not empty.
func (c *cube) line(text string) error {
	fields := strings.Fields(text)
	if first := text[0]; first < 'A' || first > 'Z' {
		return c.row(fields)
	}
	if len(c.nodes) > 0 {
		return fmt.Errorf("%s stands after the first row of numbers", shown(fields[0]))
	}
	switch keyword, values := fields[0], fields[1:]; keyword {
	case "TITLE":
		return nil
	case "LUT_1D_SIZE":
		return c.sized(1, maxSide1D, values)
	case "LUT_3D_SIZE":
		return c.sized(3, maxSide3D, values)
	case "DOMAIN_MIN":
		return numbers(c.low[:], values)
	case "DOMAIN_MAX":
		return numbers(c.high[:], values)
	case "LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE": // DaVinci Resolve's way to write a domain
		var ends [2]float64
		err := numbers(ends[:], values)
		for i := range c.low {
			c.low[i], c.high[i] = ends[0], ends[1]
		}
		return err
	default:
		return fmt.Errorf("there is no keyword %s; there are TITLE, LUT_1D_SIZE, LUT_3D_SIZE, DOMAIN_MIN and DOMAIN_MAX", shown(keyword))
	}
}

func (c *cube) sized(dimensions, most int, values []string) error {
	if c.side != 0 {
		return fmt.Errorf("the table has a second size")
	}
	if len(values) != 1 {
		return fmt.Errorf("a size is one number; here are %d", len(values))
	}
	side, err := strconv.Atoi(values[0])
	if err != nil || side < minSide || side > most {
		return fmt.Errorf("the size is %s; allowed is %d to %d", shown(values[0]), minSide, most)
	}
	c.dimensions, c.side = dimensions, side
	return nil
}

// row reads the red, green and blue of a node.
func (c *cube) row(fields []string) error {
	if c.side == 0 {
		return fmt.Errorf("numbers stand before LUT_1D_SIZE or LUT_3D_SIZE")
	}
	if len(c.nodes) == c.size() {
		return fmt.Errorf("there are more than %d rows of numbers", c.size())
	}
	var rgb [3]float64
	if err := numbers(rgb[:], fields); err != nil {
		return err
	}
	c.nodes = append(c.nodes, rgb)
	return nil
}

// numbers reads as many numbers as dst has room for.
func numbers(dst []float64, fields []string) error {
	if len(fields) != len(dst) {
		return fmt.Errorf("here are %d numbers; there must be %d", len(fields), len(dst))
	}
	for i, field := range fields {
		n, ok := filter.ParseDecimal(field)
		if !ok {
			return fmt.Errorf("%s is no number", shown(field))
		}
		dst[i] = n
	}
	return nil
}

// shown returns a word of the file in quotes, shortened if it is long.
func shown(word string) string {
	const limit = 40
	if len(word) > limit {
		word = word[:limit] + "…"
	}
	return strconv.Quote(word)
}
