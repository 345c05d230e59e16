package server

import (
	"bytes"
	"strconv"

	"framepost/api/wire"
)

// The parts of a data URL (RFC 2397).
const (
	dataScheme = "data:"
	base64Mark = ";base64"
)

// base64Starts are what base64 makes of the first bytes of JPEG, PNG, GIF and WebP,
// in either alphabet. None of them begins a picture.
var base64Starts = [][]byte{[]byte("/9j"), []byte("_9j"), []byte("iVBOR"), []byte("R0lGOD"), []byte("UklGR")}

// decodeText turns a data URL or bare base64, or a field of a form that holds one, into the bytes that it stands for, in
// place, and returns their number. What is neither is left as it is, unless its sender
// calls it text.
func decodeText(b []byte, isText bool) (int, error) {
	text := bytes.TrimLeft(b, " \t\r\n")
	if field, found := bytes.CutPrefix(text, []byte(wire.FieldFrame+"=")); found { // as forms without files are sent
		field, _, _ = bytes.Cut(field, []byte("&"))
		text = unescape(field)
	}
	switch {
	case len(text) >= len(dataScheme) && bytes.EqualFold(text[:len(dataScheme)], []byte(dataScheme)):
		data := afterHead(text)
		if data == nil {
			return 0, badBody(`the data URL must have the form "data:image/jpeg;base64,…"`)
		}
		text = unescape(data)
	case !isText && !startsBase64(text):
		return len(b), nil
	}
	restorePluses(text)
	n, bad := decodeBase64(b, text)
	if bad >= 0 {
		return 0, badBody("the text is not base64: character " + strconv.Itoa(bad+1) + " of the data is " +
			strconv.QuoteRune(rune(text[bad])))
	}
	if n == 0 {
		return 0, badBody("the text holds no picture")
	}
	return n, nil
}

// afterHead returns what follows the head of a data URL, or nil if that does not say
// base64. Its parameters may be quoted, with commas inside: data:image/png;name="a,b";base64,
func afterHead(url []byte) []byte {
	quoted := false
	for i, c := range url {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			if bytes.HasSuffix(bytes.ToLower(bytes.TrimSpace(url[:i])), []byte(base64Mark)) {
				return url[i+1:]
			}
			return nil
		}
	}
	return nil
}

// unescape undoes percent-encoding in place (RFC 3986 section 2.1): programs that escape a
// whole URL write %2B, %2F and %3D. A percent sign that begins no escape is left, and
// is no base64.
func unescape(text []byte) []byte {
	at := bytes.IndexByte(text, '%')
	if at < 0 {
		return text
	}
	n := at
	for ; at < len(text); at, n = at+1, n+1 {
		text[n] = text[at]
		if text[at] == '%' && at+2 < len(text) {
			if v, err := strconv.ParseUint(string(text[at+1:at+3]), 16, 8); err == nil {
				text[n] = byte(v)
				at += 2
			}
		}
	}
	return text[:n]
}

// restorePluses makes blanks pluses where a program has decoded base64 as if it were a
// form's field, in which a plus stands for a blank. Blanks beside another white space, or
// after every so many digits, are somebody's line breaks, and stay.
func restorePluses(text []byte) {
	text = bytes.Trim(text, " \t\r\n")
	first := bytes.IndexByte(text, ' ')
	if first < 0 || first > 0 && first%4 == 0 && evenLines(text, first) {
		return
	}
	for i, c := range text {
		if c == ' ' && !isBreak(text[i-1]) && !isBreak(text[i+1]) { // trimmed: there are both
			text[i] = '+'
		}
	}
}

// isBreak reports whether c breaks lines of base64, other than by a blank.
func isBreak(c byte) bool { return c == '\t' || c == '\r' || c == '\n' }

// evenLines reports whether blanks part the text into lines of n digits, the last of them
// not longer.
func evenLines(text []byte, n int) bool {
	for len(text) > n {
		if text[n] != ' ' || bytes.IndexByte(text[:n], ' ') >= 0 {
			return false
		}
		text = text[n+1:]
	}
	return bytes.IndexByte(text, ' ') < 0
}

func startsBase64(text []byte) bool {
	for _, start := range base64Starts {
		if bytes.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// Values of digits beyond the 64 of base64 (RFC 4648). All have the bit 0x40, by which
// four characters are recognised as digits at once.
const (
	blank = 0x40 | iota
	padding
	foreign
)

// digits returns the value of a character in the standard alphabet or the one for URLs.
var digits = func() (table [256]byte) {
	for i := range table {
		table[i] = foreign
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	for i := range alphabet {
		table[alphabet[i]] = byte(i)
	}
	table['+'], table['-'], table['/'], table['_'] = 62, 62, 63, 63
	table[' '], table['\t'], table['\r'], table['\n'] = blank, blank, blank, blank
	table['='] = padding
	return table
}()

// decodeBase64 decodes text into dst and returns the number of bytes, and the index of a
// character that has no place in it, or -1. It takes both alphabets, white space
// anywhere, and goes without padding, which package base64 does not. dst may be the
// memory of text, from its first byte or one before it: three bytes are written where
// four characters have been read.
func decodeBase64(dst, text []byte) (n, bad int) {
	var acc uint32
	bits := 0
	for i := 0; i < len(text); i++ {
		for bits == 0 && i+4 <= len(text) {
			a, b, c, d := digits[text[i]], digits[text[i+1]], digits[text[i+2]], digits[text[i+3]]
			if (a|b|c|d)&0x40 != 0 {
				break
			}
			dst[n], dst[n+1], dst[n+2] = a<<2|b>>4, b<<4|c>>2, c<<6|d
			n, i = n+3, i+4
		}
		if i == len(text) {
			break
		}
		switch v := digits[text[i]]; v {
		case blank:
		case padding:
			return n, afterPadding(text, i)
		case foreign:
			return 0, i
		default:
			if acc, bits = acc<<6|uint32(v), bits+6; bits >= 8 {
				bits -= 8
				dst[n] = byte(acc >> bits)
				n++
			}
		}
	}
	return n, -1
}

// afterPadding is the index of whatever else follows the padding that begins at i.
func afterPadding(text []byte, i int) int {
	for ; i < len(text); i++ {
		if v := digits[text[i]]; v != padding && v != blank {
			return i
		}
	}
	return -1
}
