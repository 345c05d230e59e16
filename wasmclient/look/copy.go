package look

import (
	"strconv"
	"strings"

	"framepost/api/wire"
)

// Credential is what a program needs for its frames to be answered. What is copied has the
// name of an environment variable in its place.
type Credential uint8

// What the server asks of those who call.
const (
	Open       Credential = iota // nothing
	Capability                   // in the query, from $CAP
	Key                          // in a header, from $KEY
)

// Server is what a program has to know of the server besides a URL of its endpoint.
type Server struct {
	Needs      Credential
	SelfSigned bool // its certificate is one that programs do not trust
}

// Curl returns the command for a POSIX shell that posts in.jpg to a URL of the endpoint
// and saves the answer as out.jpg. An error is not saved as a picture.
func Curl(url string, server Server) string {
	url = quote(url)
	options := "-f "
	if server.SelfSigned {
		options = "-kf "
	}
	header := ""
	switch server.Needs {
	case Capability:
		url += `"&` + wire.QueryCap + `=$CAP"`
	case Key:
		header = `-H "Authorization: Bearer $KEY" `
	}
	return "curl " + options + header + "--data-binary @in.jpg " + url + " -o out.jpg"
}

// quote returns s as one word of a POSIX shell: inside single quotes nothing is special
// but the single quote itself.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Program returns the same as a whole program in Go.
func Program(url string, server Server) string {
	imports, trust := "", ""
	if server.SelfSigned {
		imports = `	"crypto/tls"
`
		trust = `	// The server has made its certificate itself. Leave this out where it has a proper one.
	http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
`
	}
	return `// Posts in.jpg and keeps the answer as out.jpg.
package main

import (
` + imports + `	"io"
	"log"
	"net/http"
	"os"
)

const address = ` + strconv.Quote(url) + `

func main() {
	frame, err := os.Open("in.jpg")
	if err != nil {
		log.Fatal(err)
	}
` + trust + posting(server.Needs) + `	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		log.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		log.Fatalf("%s: %s", answer.Status, body)
	}
	if err := os.WriteFile("out.jpg", body, 0o644); err != nil {
		log.Fatal(err)
	}
}
`
}

// posting returns the lines of a program that post frame to address, for answer and err.
func posting(needs Credential) string {
	switch needs {
	case Capability:
		return `	answer, err := http.Post(address+"&` + wire.QueryCap + `="+os.Getenv("CAP"), "image/jpeg", frame)
`
	case Key:
		return `	request, err := http.NewRequest(http.MethodPost, address, frame)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("KEY"))
	answer, err := http.DefaultClient.Do(request)
`
	}
	return `	answer, err := http.Post(address, "image/jpeg", frame)
`
}

// Entry returns the chain as configs/presets.json lists it: added there, it is one of the
// page's presets. A preset's chain has that preset's name and texts; any other has words
// to replace.
func (c *Catalogue) Entry(chain string) string {
	p, known := c.Preset(c.Listed(chain))
	if !known {
		p = Preset{Name: "mine", Title: "Mine", Text: "What it looks like.", Chain: chain}
	}
	return entry(p) + "\n"
}

// entry returns a preset as configs/presets.json lists it.
func entry(p Preset) string {
	var b strings.Builder
	b.WriteString("{")
	separator := "\n"
	for _, field := range [...][2]string{{"name", p.Name}, {"title", p.Title}, {"text", p.Text}, {"chain", p.Chain}} {
		b.WriteString(separator + "  " + quoteJSON(field[0]) + ": " + quoteJSON(field[1]))
		separator = ",\n"
	}
	b.WriteString("\n}")
	return b.String()
}

// quoteJSON returns s as a string of JSON (RFC 8259 section 7). strconv.Quote writes escapes
// that JSON does not have.
func quoteJSON(s string) string {
	const hex = "0123456789abcdef"
	b := []byte{'"'}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}
