package main

import (
	"regexp"
	"slices"
	"sync"
)

// secrets are the settings whose values nobody gets to see.
var secrets = []string{"FRAMEPOST_CAP_KEYS", "FRAMEPOST_KEYS", "FRAMEPOST_CAMERAS"}

// userinfo is the part of a URL that can hold a password (RFC 3986 section 3.2.1), and, in a URL
// that is none because of an unescaped one, all that may belong to it.
var userinfo = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`//\S*@`) })

// shown returns what may be shown of the value of a setting.
func shown(name, value string) string {
	if value != "" && slices.Contains(secrets, name) {
		return "…"
	}
	return withoutUserinfo(value)
}

func withoutUserinfo(text string) string { return userinfo().ReplaceAllString(text, "//…@") }
