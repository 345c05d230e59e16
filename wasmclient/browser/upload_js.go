package browser

import (
	"syscall/js"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// uploads post whole files, as they are: the server decodes them at their full size. They are
// rare beside frames, and have a lower priority on the link. Files that may not leave the page as they
// are, are processed in it.
type uploads struct {
	api       string // its origin
	may       *credential
	stay      func() bool // whether no picture may leave the page
	developer *developer
}

// here reports whether a file is processed in the page, and by which chain.
func (u *uploads) here(chain string) (whole string, here bool) {
	divided, err := wire.DivideChain(chain)
	if err != nil {
		return chain, true // which says what is wrong with it
	}
	return divided.Whole(), divided.Before != "" || u.stay()
}

// post posts a file, and calls done with the answer as a Blob and its size in px, such as
// "700 × 525", or failed. The function that it returns cancels that: neither is called then.
func (u *uploads) post(file js.Value, query wire.Query, done func(answer js.Value, size string), failed func(stream.Failure)) (cancel func()) {
	if chain, here := u.here(query.Chain); here {
		query.Chain = chain
		return u.developer.develop(file, query, func(answer js.Value, size string) { done(answer, sizeText(size)) }, failed)
	}
	controller, cancelled := window.Get("AbortController").New(), false
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
