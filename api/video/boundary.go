package video

import (
	"bufio"
	"io"
	"strings"
)

// maxDelimiter is the length of the longest line that may begin a multipart stream: RFC 2046,
// section 5.1.1, allows 70 bytes and two hyphens; cameras are less strict.
const maxDelimiter = 256

// parts returns the stream from its beginning, and the boundary of its parts where its first
// line is one: there is no Content-Type here to name it. "" is none.
func parts(stream io.Reader) (from io.Reader, boundary string) {
	in := bufio.NewReaderSize(stream, maxDelimiter)
	for n := 1; n <= maxDelimiter; n++ {
		b, err := in.Peek(n) // no more than is needed to tell: the rest may not have come
		if err != nil {
			return in, ""
		}
		line := strings.TrimLeft(string(b), "\r\n")
		switch {
		case !strings.HasPrefix(line, "--"[:min(len(line), 2)]):
			return in, ""
		case strings.HasSuffix(line, "\n"):
			return in, strings.TrimRight(line[2:], " \t\r\n")
		}
	}
	return in, ""
}
