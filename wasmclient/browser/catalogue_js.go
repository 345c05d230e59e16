package browser

import (
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/look"
)

// fetchCatalogue asks the server what it can do, and calls done, or failed where there
// is no answer or it is another server's.
func fetchCatalogue(api string, done func(look.Catalogue), failed func()) {
	request := window.Call("fetch", api+wire.PathOps)
	settled(request, func(response js.Value) {
		settled(response.Call("json"), func(document js.Value) {
			catalogue := readCatalogue(document)
			if len(catalogue.Ops) == 0 {
				failed()
				return
			}
			done(catalogue)
		}, func(js.Value) { failed() })
	}, func(js.Value) { failed() })
}

// readCatalogue reads what it can: a later server may say more, and another way.
func readCatalogue(document js.Value) look.Catalogue {
	var c look.Catalogue
	attempt(func() { // a null where an object should be
		each(document.Get("ops"), func(op js.Value) {
			o := wire.Op{Name: text(op.Get("name")), Group: text(op.Get("group")), Doc: text(op.Get("doc"))}
			each(op.Get("params"), func(p js.Value) { o.Params = append(o.Params, readParam(p)) })
			if p := op.Get("properties"); p.Truthy() {
				o.Properties = wire.Properties{SetsSize: p.Get("sets_size").Truthy(), Mirrors: p.Get("mirrors").Truthy()}
			}
			c.Ops = append(c.Ops, o)
		})
		each(document.Get("presets"), func(p js.Value) {
			c.Presets = append(c.Presets, look.Preset{
				Name: text(p.Get("name")), Title: text(p.Get("title")), Text: text(p.Get("text")), Chain: text(p.Get("chain")),
			})
		})
	})
	return c
}

// readParam reads a parameter. It has a Range whatever its type: that may be a later one.
func readParam(p js.Value) wire.Param {
	param := wire.Param{
		Name: text(p.Get("name")), Doc: text(p.Get("doc")), Type: wire.Type(text(p.Get("type"))), Unit: text(p.Get("unit")),
		Range: &wire.Range{Min: float(p.Get("min")), Max: float(p.Get("max")), Step: float(p.Get("step"))},
	}
	switch d := p.Get("default"); d.Type() {
	case js.TypeString:
		param.Default = d.String()
	case js.TypeNumber:
		param.Default = d.Float()
	case js.TypeBoolean:
		param.Default = d.Bool()
	}
	each(p.Get("choices"), func(c js.Value) { param.Choices = append(param.Choices, text(c)) })
	return param
}
