package face

import (
	"errors"
	"sync"

	pigo "github.com/esimov/pigo/core"
)

// trees are the cascade, as it is loaded when a chain first asks for faces.
var trees struct {
	sync.Mutex
	load func() ([]byte, error)
	file []byte // nil before it is loaded
}

// Use says where the cascade comes from: load returns a file in pigo's format that can be trusted,
// since pigo's decoder checks nothing, or an error that is a phrase after the name of an operation.
// After an error it is called again. Use is called before anything looks for faces.
func Use(load func() ([]byte, error)) { trees.load, trees.file = load, nil }

// Ready returns an error that says why there is no cascade that Find can use, or nil.
func Ready() error {
	_, err := file()
	return err
}

func file() ([]byte, error) {
	trees.Lock()
	defer trees.Unlock()
	if trees.file != nil {
		return trees.file, nil
	}
	if trees.load == nil {
		return nil, errors.New("is not in this program, which has no cascade")
	}
	var err error
	trees.file, err = trees.load()
	return trees.file, err
}

// detector is unpacked when the first picture is searched. Afterwards it is only read.
var detector = sync.OnceValue(func() *pigo.Pigo {
	packed, err := file()
	if err != nil {
		panic("face: " + err.Error()) // no answer is better than one that shows a face
	}
	d, err := pigo.NewPigo().Unpack(packed)
	if err != nil {
		panic("face: " + err.Error())
	}
	return d
})
