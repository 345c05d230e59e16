package server

import (
	"net/http"
	"strings"
	"testing"

	"framepost/api/wire"
)

// Forms as programs really send them.
func TestForms(t *testing.T) {
	s := start(t, small(), fake{})
	picture := "\xff\xd8\xff==AAAA\xff" // with what quoted-printable escapes
	field := func(headers, content string) string { return "--b\r\n" + headers + "\r\n\r\n" + content + "\r\n" }
	frame := `Content-Disposition: form-data; name="frame"`
	many := ""
	for range 60 {
		many += field(`Content-Disposition: form-data; name="other"`, strings.Repeat("x", 1000))
	}
	const plain = "multipart/form-data; boundary=b"
	for name, test := range map[string]struct{ contentType, boundary, body string }{
		"60 kB before it":      {plain, "b", many + field(frame, picture)},
		"an empty one first":   {plain, "b", field(frame, "") + field(frame, picture)},
		"two empty ones first": {plain, "b", field(frame, "") + field(frame, "") + field(frame, picture)},
		"quoted-printable":     {plain, "b", field(frame+"\r\nContent-Transfer-Encoding: Quoted-Printable", "=FF=D8=FF=3D=3DAA=\r\nAA=FF")},
		"base64":               {plain, "b", field(frame+"\r\nContent-Transfer-Encoding: base64", "/9j/PT1BQUFB/w==")},
		"binary":               {plain, "b", field(frame+"\r\nContent-Transfer-Encoding: binary", picture)},
		"data URL":             {plain, "b", field(frame, "data:image/jpeg;base64,/9j/PT1BQUFB/w==")},
		"quotes in a name":     {plain, "b", field(frame+`; filename="my "best" picture.jpg"`, picture)},
		"name last":            {plain, "b", field(`Content-Disposition: form-data; filename=a b.jpg; name=frame`, picture)},
		"boundary with :/":     {"multipart/form-data; boundary=a:/b", "a:/b", field(frame, picture)},
		"boundary in quotes":   {`multipart/form-data; boundary="a:/b"`, "a:/b", field(frame, picture)},
		"charset after it":     {"multipart/form-data; boundary=a/b; charset=utf-8", "a/b", field(frame, picture)},
	} {
		for _, c := range s.clients(t) {
			body := test.body + "--" + test.boundary + "--\r\n"
			got := c.post(t, wire.PathFrame, strings.ReplaceAll(body, "--b\r", "--"+test.boundary+"\r"), "Content-Type", test.contentType)
			if got.StatusCode != http.StatusOK || string(got.body) != picture {
				t.Errorf("%s, %s: %d %q", c.name, name, got.StatusCode, got.body)
			}
		}
	}
	s.settled(t)
}

func FuzzForm(f *testing.F) {
	f.Add("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"frame\"\r\n\r\nx\r\n--b--\r\n")
	f.Add("multipart/form-data; boundary=a:b", "--a:b\r\nContent-Disposition: form-data; name=frame; filename=\"\"\"\r\n\r\nx")
	f.Add("multipart/", "")
	s := &Server{config: small(), memory: newMemory(small().memory())}
	f.Fuzz(func(t *testing.T, contentType, body string) {
		r, err := http.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", contentType)
		r, _ = s.noted(r)
		b, err := s.readBody(r)
		if err == nil && (len(b.Bytes) == 0 || len(b.Bytes) > len(body)) {
			t.Errorf("%q, %q gives %q", contentType, body, b.Bytes)
		}
		s.account(r).release(b)
		if used := s.memory.inUse(); used != 0 {
			t.Fatalf("%q, %q: %d bytes are never given back", contentType, body, used)
		}
	})
}
