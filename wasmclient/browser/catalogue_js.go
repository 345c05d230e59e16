package browser

import (
	"strings"
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/look"
)

// ownCatalogue is the catalogue of what the page can do by itself.
const ownCatalogue = "dist/catalogue.json"

// fetchCatalogue requests the operations and presets of an address. It calls done, or failed if
// there is no response, which is undefined then, or it is not a catalogue.
func fetchCatalogue(address string, done func(look.Catalogue), failed func(response js.Value)) {
	request := window.Call("fetch", address)
	settled(request, func(response js.Value) {
		settled(response.Call("json"), func(document js.Value) {
			catalogue := readCatalogue(document)
			if len(catalogue.Ops) == 0 {
				failed(response)
				return
			}
			done(catalogue)
		}, func(js.Value) { failed(response) })
	}, func(js.Value) { failed(js.Undefined()) })
}

// absent reports whether a response in place of the catalogue is that of a host without an API.
// Many of those answer every path with their front page. An API of another version says what is
// wrong (RFC 9457).
func absent(response js.Value) bool {
	if response.IsUndefined() {
		return false
	}
	status, kind := response.Get("status").Int(), text(response.Get("headers").Call("get", "Content-Type"))
	return (status == 200 || status == 404 || status == 405) && !strings.HasPrefix(kind, "application/problem+json")
}

// hostItem is the name under which it is remembered that the host has no API, for visits without a
// network.
const hostItem, noAPI = "api", "none"

// load requests the server's catalogue. The controls are made from it alone, so a server with more
// operations has more controls. While there is none, that of the page itself stands in for it.
func (c *chain) load() {
	c.noCatalogue = false
	fetchCatalogue(c.api+wire.PathOps, func(catalogue look.Catalogue) {
		keep(hostItem, "")
		c.stream.SetServed()
		c.learn(catalogue)
	}, func(response js.Value) {
		switch {
		case c.api == "" && absent(response):
			keep(hostItem, noAPI)
			c.alone()
		case c.api == "" && response.IsUndefined() && kept(hostItem) == noAPI:
			c.alone()
		default:
			c.noCatalogue = true
			c.stream.SetServed()
		}
		if len(c.edit.Catalogue.Ops) == 0 {
			fetchCatalogue(asset(ownCatalogue), c.learn, ignore)
		}
	})
}

// learn shows what a catalogue has.
func (c *chain) learn(catalogue look.Catalogue) {
	catalogue.Ops = append(catalogue.Ops, wire.Op{Name: wire.Local, Group: "page",
		Doc: "What comes before this runs in the page, and only its result is sent. If it cannot run, nothing is sent."})
	c.edit.Catalogue = catalogue
	c.mirrors.follow(c.mirrors.scene) // it says what mirrors
	c.presets.show()
	soon(c.palette.show) // it is closed
	c.show()
	c.share.loaded()
	if c.sent != c.settings() { // only the catalogue says what shrinks and what mirrors
		_ = c.send() // valid: chain and quality are the same as before
	}
}

// readCatalogue reads the parts that it knows and ignores others, which a newer server may add.
func readCatalogue(document js.Value) look.Catalogue {
	var c look.Catalogue
	attempt(func() { // fails at a null in place of an object
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

// readParam reads a parameter. It always sets Range, since the type may be one that only a
// newer server knows.
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
