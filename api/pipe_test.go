package main

import (
	"io"
	"strings"
	"testing"
)

func TestPipeRefuses(t *testing.T) {
	for _, test := range []struct{ arguments, want string }{
		{"in.mjpeg", "stdin"},
		{"--on-error ignore", "repeat, skip, stop"},
		{"--ops resize:0", "resize"},
		{"--q 101", "1 to 100"},
		{"--fast", "-fast"},
	} {
		err := run(t.Context(), append([]string{"pipe"}, strings.Fields(test.arguments)...), nil, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.arguments, err)
		}
	}
}
