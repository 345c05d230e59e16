package browser

import (
	"strings"
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/look"
)

// credential is what the page shows to be answered: the capability of config.json, which
// anybody may see, and the key that the viewer has typed, which stays in this tab until it
// is closed. Neither is in links or in commands to copy.
type credential struct {
	capability string // "" for none
	key        string // "" for none
}

// keyItem is the name under which the key is remembered.
const keyItem = "key"

// newCredential takes a capability as it is or as `framepost sign` prints it. Where the browser
// stores nothing, a key lasts as long as the page.
func newCredential(capability string) *credential {
	return &credential{capability: strings.TrimPrefix(capability, wire.QueryCap+"="), key: recall(keyItem)}
}

func (c *credential) setKey(key string) {
	c.key = key
	remember(keyItem, key)
}

// sign adds the key to the headers of a request.
func (c *credential) sign(headers js.Value) {
	if c.key != "" {
		headers.Set("Authorization", "Bearer "+c.key)
	}
}

// kind returns what a program needs that asks for the same.
func (c *credential) kind() look.Credential {
	switch {
	case c.key != "":
		return look.Key
	case c.capability != "":
		return look.Capability
	}
	return look.Open
}

// keyForm asks the viewer for a key, in the message that says why.
type keyForm struct{ form js.Value }

// newKeyForm calls use with each key that is typed. What no header can carry is taken out.
func newKeyForm(use func(key string)) *keyForm {
	f := &keyForm{byID("key-form")}
	input := byID("key-input")
	on(f.form, "submit", func(event js.Value) {
		event.Call("preventDefault")
		key := strings.Map(func(r rune) rune {
			if r <= ' ' || r > '~' {
				return -1
			}
			return r
		}, value(input))
		if input.Set("value", ""); key != "" {
			use(key)
		}
	})
	return f
}

// show shows the form, or hides it.
func (f *keyForm) show(visible bool) {
	if hidden := f.form.Get("hidden").Bool(); hidden == visible {
		f.form.Set("hidden", !visible)
	}
}
