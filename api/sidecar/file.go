package sidecar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"framepost/api/file"
	"framepost/api/wire"
)

// entry is a sidecar as it stands in the file; a field that is missing has its default.
type entry struct {
	Name        string       `json:"name"`
	Doc         string       `json:"doc"`
	Address     string       `json:"address"`
	Params      []wire.Param `json:"params"`
	Send        string       `json:"send"`
	Quality     int          `json:"quality"`
	Answer      string       `json:"answer"`
	Draw        bool         `json:"draw"`
	Timeout     string       `json:"timeout"`
	Concurrency int          `json:"concurrency"`
	Failure     string       `json:"failure"`
}

// The bounds of an entry.
const (
	maxTimeout     = time.Minute
	maxConcurrency = 64
	unixScheme     = "unix:"
)

const (
	maxFile   = 1 << 20 // bytes
	maxName   = 32      // letters: it stands in chains, headers and errors
	maxDoc    = 200     // bytes
	maxSocket = 107     // bytes of a path, of which Linux takes no more (unix(7))
)

// reserved are names with a meaning of their own in Server-Timing.
var reserved = []string{"queue", "decode", "ops", "encode", "receive"}

// Load reads a file of sidecars, {"sidecars": [{…}, …]}. The error is one line that says which of
// them is wrong, where, and what is allowed.
func Load(path string) ([]Sidecar, error) {
	text, err := file.Read(path, maxFile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	list, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, nil
}

func parse(text []byte) ([]Sidecar, error) {
	var whole struct {
		Sidecars []json.RawMessage `json:"sidecars"`
	}
	if err := decode(text, &whole); err != nil {
		return nil, err
	}
	if len(whole.Sidecars) == 0 {
		return nil, errors.New(`there are no sidecars; the file has the form {"sidecars": [{"name": …, "address": …}]}`)
	}
	list := make([]Sidecar, len(whole.Sidecars))
	for i, raw := range whole.Sidecars {
		e := entry{Send: SendJPEG, Quality: 90, Answer: AnswerPicture, Timeout: "1s", Concurrency: 1, Failure: FailureFail}
		err := decode(raw, &e)
		if err == nil {
			list[i], err = e.sidecar()
		}
		if err == nil && slices.ContainsFunc(list[:i], func(s Sidecar) bool { return s.Name == e.Name }) {
			err = errors.New("has the name of another one")
		}
		if err != nil {
			return nil, fmt.Errorf("sidecar %d, %q, %w", i+1, e.Name, err)
		}
	}
	return list, nil
}

// decode reads JSON into the struct at to. Its error is a phrase after what the text is.
func decode(text []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(to)
	if _, more := d.Token(); err == nil && more != io.EOF {
		err = errors.New("there is more after the end")
	}
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		return fmt.Errorf("is no JSON: line %d: %w", 1+bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n")), err)
	case errors.As(err, &wrong):
		if wrong.Field == "" {
			return fmt.Errorf("is %s of JSON where %s belongs", article(wrong.Value), article(kind(wrong.Type)))
		}
		return fmt.Errorf("has %s for %s, where %s belongs", article(wrong.Value), wrong.Field, article(kind(wrong.Type)))
	case errors.Is(err, io.EOF):
		return errors.New("is empty")
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return fmt.Errorf("has an unknown field %s; there are %s", name, strings.Join(fields(to), ", "))
	}
	return fmt.Errorf("is no JSON of the right form: %w", err)
}

// kind returns what JSON calls the values of a type.
func kind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "string"
	case reflect.Slice:
		return "array"
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.Pointer:
		return kind(t.Elem())
	}
	return "number"
}

func article(noun string) string {
	switch {
	case noun == "true or false":
		return noun
	case strings.ContainsRune("aeiou", rune(noun[0])):
		return "an " + noun
	}
	return "a " + noun
}

// fields returns the names in JSON of the fields of the struct at to.
func fields(to any) (names []string) {
	t := reflect.TypeOf(to).Elem()
	for i := range t.NumField() {
		names = append(names, t.Field(i).Tag.Get("json"))
	}
	return names
}

// sidecar checks an entry. The error is a phrase after its name.
func (e entry) sidecar() (Sidecar, error) {
	s := Sidecar{Name: e.Name, Doc: e.Doc, Params: e.Params, Send: e.Send, Quality: e.Quality, Answer: e.Answer, Draw: e.Draw,
		Concurrency: e.Concurrency, Failure: e.Failure}
	var err error
	s.Timeout, err = time.ParseDuration(e.Timeout)
	switch {
	case !wire.IsName(e.Name) || len(e.Name) > maxName:
		return s, fmt.Errorf("needs a name of lower-case letters, digits and _ that begins with a letter, %d at most", maxName)
	case slices.Contains(reserved, e.Name):
		return s, errors.New("has a name that Server-Timing uses; it may be any but " + strings.Join(reserved, ", "))
	case e.Doc == "" || len(e.Doc) > maxDoc || strings.ContainsFunc(e.Doc, unicode.IsControl):
		return s, fmt.Errorf("needs doc, one line of at most %d bytes that says what it does", maxDoc)
	case err != nil || s.Timeout < time.Millisecond || s.Timeout > maxTimeout:
		return s, fmt.Errorf("has timeout %q; allowed is 1ms to %v, as 200ms or 1.5s", e.Timeout, maxTimeout)
	case e.Quality < wire.MinQuality || e.Quality > wire.MaxQuality:
		return s, fmt.Errorf("has quality %d; allowed is %d to %d", e.Quality, wire.MinQuality, wire.MaxQuality)
	case e.Concurrency < 1 || e.Concurrency > maxConcurrency:
		return s, fmt.Errorf("has concurrency %d; allowed is 1 to %d", e.Concurrency, maxConcurrency)
	case e.Draw && e.Answer != AnswerBoxes:
		return s, errors.New("has draw, which is for the answer " + AnswerBoxes)
	}
	for _, choice := range []struct {
		field, value string
		allowed      []string
	}{
		{"send", e.Send, []string{SendJPEG, SendRGB}},
		{"answer", e.Answer, []string{AnswerPicture, AnswerBoxes}},
		{"failure", e.Failure, []string{FailureSkip, FailureFail}},
	} {
		if !slices.Contains(choice.allowed, choice.value) {
			return s, fmt.Errorf("has %s %q; allowed is %s", choice.field, choice.value, strings.Join(choice.allowed, " or "))
		}
	}
	s.Address, err = parseAddress(e.Address)
	return s, err
}

// parseAddress reads http://host:port/path, or unix:/path/of/socket:/path.
func parseAddress(text string) (Address, error) {
	wrong := errors.New("has the address " + strconv.Quote(text) + "; allowed is http://HOST:PORT/PATH, or unix:/PATH/OF/SOCKET:/PATH")
	if rest, ok := strings.CutPrefix(text, unixScheme); ok {
		socket, path, _ := strings.Cut(rest, ":")
		u, err := url.Parse("http://localhost/" + strings.TrimPrefix(path, "/"))
		if err != nil || !filepath.IsAbs(socket) || len(socket) > maxSocket || strings.ContainsRune(socket, 0) || socket == "/" {
			return Address{}, wrong
		}
		return Address{URL: u, Socket: socket}, nil
	}
	u, err := url.Parse(text)
	switch {
	case err == nil && u.User != nil:
		return Address{}, errors.New("has an address with a user; a sidecar is asked without one")
	case err != nil || u.Scheme != "http" || u.Hostname() == "" || u.Fragment != "":
		return Address{}, wrong
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return Address{}, wrong
		}
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return Address{URL: u}, nil
}
