// Package readme writes measurements into the README.
package readme

import (
	"fmt"
	"os"
	"strings"
)

// Replace replaces the text between <!-- name --> and <!-- /name --> in the file.
func Replace(path, name, text string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	open, shut := "<!-- "+name+" -->", "<!-- /"+name+" -->"
	before, rest, found := strings.Cut(string(page), open)
	_, after, ended := strings.Cut(rest, shut)
	if !found || !ended {
		return fmt.Errorf("%s has no %s … %s", path, open, shut)
	}
	return os.WriteFile(path, []byte(before+open+"\n"+text+shut+after), 0o644)
}
