package wire

import (
	"strconv"
	"strings"
)

// Query is what the URL of PathFrame asks for.
type Query struct {
	Chain   string // operations, in the grammar of ParseChain; the empty chain does nothing
	Preset  string // the name of a chain, in place of Chain; "" for none
	Quality int    // MinQuality to MaxQuality; 0 omits it, which means DefaultQuality
	Bytes   int    // 1 to MaxBytes; 0 omits it, which means no limit
	About   bool   // Bytes gives way, see AboutBytes
	Scale   int    // MinScale to MaxScale, in %; 0 omits it, which means MaxScale
	Format  string // of the answer: jpeg or png; "" omits it, which means jpeg
	Cap     string // a capability; "" is left out
}

// URL returns the URL of PathFrame at an origin such as "https://api.example", or one
// relative to the page's own origin if that is empty.
func (q Query) URL(origin string) string {
	name, chain := QueryOps, q.Chain
	if q.Preset != "" {
		name, chain = QueryPreset, q.Preset
	}
	url := origin + PathFrame + "?" + name + "=" + EscapeQuery(chain)
	if q.Quality != 0 {
		url += "&" + QueryQuality + "=" + strconv.Itoa(q.Quality)
	}
	if q.Bytes != 0 {
		url += "&" + QueryBytes + "="
		if q.About {
			url += AboutBytes
		}
		url += strconv.Itoa(q.Bytes)
	}
	if q.Scale != 0 && q.Scale != MaxScale {
		url += "&" + QueryScale + "=" + strconv.Itoa(q.Scale)
	}
	if q.Format != "" {
		url += "&" + QueryFormat + "=" + EscapeQuery(q.Format)
	}
	if q.Cap != "" {
		url += "&" + QueryCap + "=" + EscapeQuery(q.Cap)
	}
	return url
}

// CameraURL returns the URL, relative to the server's origin, of a camera's pictures as they
// are, with a capability, "" for none.
func CameraURL(name, capability string) string {
	url := PathCameras + "/" + name + "?" + QueryOps + "="
	if capability != "" {
		url += "&" + QueryCap + "=" + EscapeQuery(capability)
	}
	return url
}

// EscapeQuery replaces the bytes of s that must not occur in the value of a query or a
// fragment by %XX (RFC 3986 section 2.1). It keeps the punctuation of chains, which may
// occur there, so that URLs stay readable. It also replaces brackets and braces, which curl
// would expand as patterns.
func EscapeQuery(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~:,=", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// UnescapeQuery reads what EscapeQuery wrote. A percent sign without two hexadecimal
// digits is left as it is.
func UnescapeQuery(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
