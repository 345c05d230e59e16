package browser

import (
	"slices"
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
	sent      []*upload // are on their way
}

// upload is a file on its way to the server.
type upload struct {
	controller js.Value
	here       func() // processes the file in the page instead
}

// refresh takes back the files that are on their way when pictures may no longer leave the page.
func (u *uploads) refresh(stream.Stats) {
	if !u.stay() {
		return
	}
	for _, one := range slices.Clone(u.sent) {
		u.abort(one)
		one.here()
	}
}

func (u *uploads) abort(one *upload) {
	u.end(one)
	one.controller.Call("abort")
}

// end takes an upload off the list, and reports whether it was there: one that was aborted is not.
func (u *uploads) end(one *upload) bool {
	i := slices.Index(u.sent, one)
	if i >= 0 {
		u.sent = slices.Delete(u.sent, i, i+1)
	}
	return i >= 0
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
	one := &upload{controller: window.Get("AbortController").New()}
	stop := func() { u.abort(one) } // or what stops the work in the page
	one.here = func() { stop = u.post(file, query, done, failed) }
	u.sent = append(u.sent, one)
	u.send(one, file, query, done, failed)
	return func() { stop() }
}

func (u *uploads) send(one *upload, file js.Value, query wire.Query, done func(answer js.Value, size string), failed func(stream.Failure)) {
	lost := func(js.Value) {
		if u.end(one) {
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
		"signal", one.controller.Get("signal"),
	)), func(response js.Value) {
		status, headers := response.Get("status").Int(), response.Get("headers")
		if status != 200 {
			settled(response.Call("arrayBuffer"), func(body js.Value) {
				if u.end(one) {
					failed(failure(status, headers, body))
				}
			}, lost)
			return
		}
		settled(response.Call("blob"), func(answer js.Value) {
			if u.end(one) {
				done(answer, sizeText(text(headers.Call("get", wire.HeaderFrameSize))))
			}
		}, lost)
	}, lost)
}
