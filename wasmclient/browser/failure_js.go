package browser

import (
	"syscall/js"
	"time"

	"framepost/api/wire"
	"framepost/wasmclient/stream"
)

// failure describes a response with a status other than 200, whose body is an ArrayBuffer.
func failure(status int, headers, body js.Value) stream.Failure {
	code, detail := problem(window.Get("TextDecoder").New().Call("decode", body))
	seconds := wire.ParseRetryAfter(text(headers.Call("get", "Retry-After")))
	return stream.Failure{Status: status, Code: code, Detail: detail, RetryAfter: time.Duration(seconds) * time.Second}
}

// problem reads the code and the detail of a problem document (RFC 9457). Both are empty if the
// body is something else, such as a proxy's error page.
func problem(body js.Value) (code wire.Code, detail string) {
	attempt(func() { // JSON.parse throws
		document := window.Get("JSON").Call("parse", body)
		if document.Type() == js.TypeObject {
			code, detail = wire.Code(text(document.Get("code"))), text(document.Get("detail"))
		}
	})
	return code, detail
}
