package browser

import (
	"testing"

	"framepost/api/wire"
)

// A catalogue is read completely, and differences of an older or newer server are ignored.
func TestReadCatalogue(t *testing.T) {
	c := readCatalogue(window.Get("JSON").Call("parse", `{"ops": [
		{"name": "resize", "group": "geometry", "doc": "Resizes.", "properties": {"sets_size": true}, "params": [
			{"name": "width", "doc": "Width.", "type": "int", "unit": "px", "min": 1, "max": 8192, "step": 1, "default": 700},
			{"name": "fit", "type": "choice", "choices": ["stretch", "cover"], "default": "stretch"},
			{"name": "sharp", "type": "bool", "default": true}]},
		{"name": "mirror", "properties": {"mirrors": true, "reports": ["nothing"]}},
		{"name": "swirl", "params": [{"name": "centre", "type": "point", "default": null}]}],
		"presets": [{"name": "classic", "title": "Classic", "text": "As ever.", "chain": "resize"}]}`))
	if len(c.Ops) != 3 || len(c.Presets) != 1 || c.Presets[0].Chain != "resize" {
		t.Fatalf("%+v", c)
	}
	width, fit, sharp := c.Ops[0].Params[0], c.Ops[0].Params[1], c.Ops[0].Params[2]
	if width.Type != wire.Int || width.Unit != "px" || *width.Range != (wire.Range{Min: 1, Max: 8192, Step: 1}) {
		t.Errorf("%+v", width)
	}
	if width.DefaultText() != "700" || fit.DefaultText() != "stretch" || sharp.DefaultText() != "true" || len(fit.Choices) != 2 {
		t.Errorf("%q, %q of %q, %q", width.DefaultText(), fit.DefaultText(), fit.Choices, sharp.DefaultText())
	}
	if !c.SetsSize("resize:320,mirror") || c.SetsSize("mirror,resize") || !c.Ops[1].Properties.Mirrors {
		t.Error("the properties are lost")
	}
	if centre := c.Ops[2].Params[0]; centre.Range == nil || centre.DefaultText() != "" {
		t.Errorf("a type that is not known: %+v", centre)
	}
	for _, other := range []string{`{}`, `[]`, `{"ops": null}`, `{"ops": [null]}`, `{"ops": "none"}`} {
		if ops := readCatalogue(window.Get("JSON").Call("parse", other)).Ops; len(ops) != 0 {
			t.Errorf("%s has operations: %v", other, ops)
		}
	}
}
