package face

import (
	"encoding/binary"
	"errors"
	"math"
	"sync"
)

// forest is a cascade: a list of decision trees. A window of a picture goes from the root of each tree to a
// leaf: at each node it compares two of its samples. The leaves' values add up; a window whose sum
// is too low after a tree is no face, which most are after a few.
type forest struct {
	depth int       // of each tree, in nodes from the root to a leaf
	nodes [][4]int8 // 1<<depth a tree; see place. The root is the second one, and node n has n's at 2n and 2n+1
	leaf  []float32 // 1<<depth a tree
	least []float32 // of each tree: a sum that is not larger ends the search
}

// A depth of more than deepest is none of pigo's cascades: it is not one.
const deepest = 8

var errNoCascade = errors.New("is not here: what should be its cascade is none")

// parse reads a file of pico (https://github.com/nenadmarkus/pico), as pigo ships it, in
// little-endian order: 8 bytes that say nothing, the depth and the number of trees, 4 bytes each;
// then of each tree its nodes, without the unused first one, its leaves, and the least sum.
func parse(file []byte) (*forest, error) {
	const header = 16
	if len(file) < header {
		return nil, errNoCascade
	}
	depth, trees := binary.LittleEndian.Uint32(file[8:]), int64(binary.LittleEndian.Uint32(file[12:]))
	if depth < 1 || depth > deepest || trees < 1 {
		return nil, errNoCascade
	}
	f := &forest{depth: int(depth)}
	width := 1 << depth
	if int64(len(file)-header) != trees*int64(4*(width-1)+4*width+4) {
		return nil, errNoCascade
	}
	rest := file[header:]
	number := func() float32 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(rest))
		rest = rest[4:]
		return v
	}
	for range trees {
		f.nodes = append(f.nodes, [4]int8{})
		for range width - 1 {
			f.nodes = append(f.nodes, [4]int8{int8(rest[0]), int8(rest[1]), int8(rest[2]), int8(rest[3])})
			rest = rest[4:]
		}
		for range width {
			f.leaf = append(f.leaf, number())
		}
		f.least = append(f.least, number())
	}
	return f, nil
}

// trees are the cascade, as it is loaded when a chain first asks for faces. Afterwards it is only
// read.
var trees struct {
	sync.Mutex
	load   func() ([]byte, error)
	loaded *forest // nil before
}

// Use says where the cascade comes from: load returns a file as pigo ships it, or an error that is
// a phrase after the name of an operation. After an error it is called again. Use is called before
// anything looks for faces.
func Use(load func() ([]byte, error)) { trees.load, trees.loaded = load, nil }

// Ready returns an error that says why there is no cascade that Find can use, or nil.
func Ready() error {
	_, err := loaded()
	return err
}

func loaded() (*forest, error) {
	trees.Lock()
	defer trees.Unlock()
	if trees.loaded != nil {
		return trees.loaded, nil
	}
	if trees.load == nil {
		return nil, errors.New("is not in this program, which has no cascade")
	}
	file, err := trees.load()
	if err == nil {
		trees.loaded, err = parse(file)
	}
	return trees.loaded, err
}
