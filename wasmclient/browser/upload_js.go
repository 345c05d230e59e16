package browser

import (
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// uploads post whole files, as they are: the server decodes them at their full size. They are
// rare beside frames, and have a lower priority on the link.
type uploads struct {
	api  string // its origin
	may  *credential
	stay func() bool // whether no picture may leave the page
}

// staying says why a file is not sent.
var staying = stream.Failure{Code: wire.Forbidden, Detail: "the server would need the file as it is, and pictures stay in this page, or are masked before they leave it"}

// post posts a file, and calls done with the answer as a Blob and its size in px, such as
// "700 × 525", or failed. The function that it returns cancels that: neither is called then.
func (u *uploads) post(file js.Value, query wire.Query, done func(answer js.Value, size string), failed func(stream.Failure)) (cancel func()) {
	controller, cancelled := window.Get("AbortController").New(), false
	if divided, err := wire.DivideChain(query.Chain); err != nil || divided.Before != "" || u.stay() {
		window.Call("queueMicrotask", once(func(js.Value) {
			if !cancelled {
				failed(staying)
			}
		}))
		return func() { cancelled = true }
	}
	lost := func(js.Value) {
		if !cancelled {
			failed(stream.Failure{})
		}
	}
	query.Cap = u.may.capability
	headers := object()
	u.may.sign(headers)
	settled(window.Call("fetch", query.URL(u.api), object(
		"method", "POST",
		"body", file,
		"headers", headers,
		"cache", "no-store",
		"priority", "low",
		"signal", controller.Get("signal"),
	)), func(response js.Value) {
		status, headers := response.Get("status").Int(), response.Get("headers")
		if status != 200 {
			settled(response.Call("arrayBuffer"), func(body js.Value) {
				if !cancelled {
					failed(failure(status, headers, body))
				}
			}, lost)
			return
		}
		settled(response.Call("blob"), func(answer js.Value) {
			if !cancelled {
				done(answer, sizeText(text(headers.Call("get", wire.HeaderFrameSize))))
			}
		}, lost)
	}, lost)
	return func() {
		cancelled = true
		controller.Call("abort")
	}
}
