package main

import (
	"encoding/json"

	"framepost/api/filter/face/cascade"
	"framepost/api/filter/lettering/fonts"
	"framepost/api/pipeline"
)

// localFiles returns what a page needs to process frames itself, besides the module: what chains
// may load, by the names in public/local.js, and the catalogue for a page without an API. That is
// what /v1/ops answers where the operator has added no operations.
func localFiles() (map[string][]byte, error) {
	p, err := pipeline.New(pipeline.Default())
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	if files["catalogue.json"], err = json.Marshal(p.Catalogue()); err != nil {
		return nil, err
	}
	if files["faces.dat"], err = cascade.Load(); err != nil {
		return nil, err
	}
	for i, name := range []string{"font.ttf", "symbols.ttf"} {
		if files[name], err = fonts.Files[i](); err != nil {
			return nil, err
		}
	}
	return files, nil
}
