package browser

import (
	"testing"

	"framepost/api/wire"
	"framepost/wasmclient/look"
	"framepost/wasmclient/stream"
)

// A capability goes into the URL, as it is and as it is printed; a key into a header and,
// where the browser allows it, into the tab's storage, never anywhere else.
func TestCredential(t *testing.T) {
	store := object()
	window.Set("sessionStorage", object(
		"getItem", window.Get("Function").New("store", "return name => store[name] ?? null").Invoke(store),
		"setItem", window.Get("Function").New("store", "return (name, value) => { store[name] = value }").Invoke(store),
	))
	defer window.Delete("sessionStorage")

	open := newCredential("")
	headers := object()
	if open.sign(headers); open.kind() != look.Open || !headers.Get("Authorization").IsUndefined() {
		t.Errorf("without any: %+v", open)
	}
	for _, written := range []string{"AQ-_", "cap=AQ-_"} {
		c := newCredential(written)
		s := newServer(nil, clock{}, nil, nil, "", c)
		url := s.url(stream.Request{Settings: stream.Settings{Chain: "mirror"}}, wire.Region{}).String()
		if url != "/v1/frame?ops=mirror&cap=AQ-_" || c.kind() != look.Capability {
			t.Errorf("%s: %s, kind %d", written, url, c.kind())
		}
	}
	open.setKey("secret")
	again := newCredential("AQ")
	if again.sign(headers); again.kind() != look.Key || text(headers.Get("Authorization")) != "Bearer secret" {
		t.Errorf("after a reload: %v", headers.Get("Authorization"))
	}
	window.Delete("sessionStorage")
	forgetful := newCredential("") // there is no storage: as where a browser refuses it
	if forgetful.setKey("other"); forgetful.key != "other" {
		t.Errorf("the key is %q", forgetful.key)
	}
}
