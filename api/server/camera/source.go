// Package camera fetches the pictures of cameras in the network: of those alone that the
// operator has named, each once however many watch it, and only while somebody does.
package camera

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Source is a camera that the operator has named.
type Source struct {
	Name string
	URL  *url.URL // of its MJPEG, http or https; a user and a password in it are sent as Basic
}

// maxName is the length of a camera's name.
const maxName = 64

// Parse reads a list of cameras, as "front=http://10.0.0.7/video.mjpg,yard=http://10.0.0.8/".
// A comma within a URL is written %2C.
func Parse(text string) (sources []Source, err error) {
	names := map[string]bool{}
	for item := range strings.SplitSeq(text, ",") {
		name, address, found := strings.Cut(strings.TrimSpace(item), "=")
		if !found || !isName(name) {
			return nil, errors.New("a camera is NAME=URL, its name of letters, digits, - and _")
		}
		if names[name] {
			return nil, fmt.Errorf("there are two cameras named %q", name)
		}
		names[name] = true
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("the camera %q has no URL that begins with http:// or https://", name)
		}
		sources = append(sources, Source{name, u})
	}
	return sources, nil
}

func isName(name string) bool {
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return name != "" && len(name) <= maxName
}

// hide returns an error without the parts of the URL that may be secret: its password, and what
// some cameras have in the query instead.
func (s Source) hide(err error) error {
	text := err.Error()
	password, _ := s.URL.User.Password()
	for _, secret := range []string{password, s.URL.RawQuery} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}
