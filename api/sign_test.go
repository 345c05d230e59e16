package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"framepost/api/wire"
)

const capKey = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

// What is signed is what the server lets through.
func TestSign(t *testing.T) {
	plain, _ := boot(t, map[string]string{
		"PORT": "0", "FRAMEPOST_HOST": "127.0.0.1", "FRAMEPOST_DRAIN_DELAY": "0s",
		"FRAMEPOST_CAP_KEYS": capKey, "FRAMEPOST_REQUIRE": "cap",
	})
	status := func(query string) int {
		t.Helper()
		resp, err := http.Get(plain + wire.PathFrame + "?" + query)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	var out, said bytes.Buffer
	arguments := []string{"sign", "--preset", "privacy", "--ops", "resize:100,pixelate:*", "--expires", "1h", "--max-pixels", "2MP", "--max-bytes=500kB", "--fps", "30"}
	if err := run(t.Context(), arguments, environment(map[string]string{"FRAMEPOST_CAP_KEYS": capKey}), &out, &said); err != nil {
		t.Fatal(err)
	}
	capability, line := strings.CutSuffix(out.String(), "\n")
	if !line || !strings.HasPrefix(capability, "cap=") || strings.ContainsAny(capability, "\n &+/") {
		t.Errorf("it prints %q", &out)
	}
	for _, word := range []string{"key k1", "faces:pixelate", "pixelate:*", "2000000 pixels", "500000 bytes", "30 frames a second"} {
		if !strings.Contains(said.String(), word) {
			t.Errorf("it does not say %q: %s", word, &said)
		}
	}
	if strings.Contains(out.String()+said.String(), capKey[3:]) {
		t.Error("it shows the key")
	}
	for query, want := range map[string]int{
		"":                             401,
		capability:                     403,
		"preset=privacy&" + capability: 200,
		"ops=resize:100,pixelate:9&" + capability:      200,
		"ops=resize:100,pixelate:9,gray&" + capability: 403,
	} {
		if got := status(query); got != want {
			t.Errorf("%q: %d, want %d", query, got, want)
		}
	}
}

func TestSignRefuses(t *testing.T) {
	for _, test := range []struct {
		arguments, want string
	}{
		{"", "--ops '*'"},
		{"--preset privasy", "Did you mean privacy?"},
		{"--ops pixellate:*", "pixellate"},
		{"--ops resize:99999,*", "resize"},
		{"--ops crop:*:10", "crop"},
		{"--ops *,mirror", `"*"`},
		{"--ops * --expires -1h", "--expires"},
		{"--ops * --expires soon", "expires"},
		{"--ops * --max-pixels 2GP", "2MP"},
		{"--ops * --max-bytes -1", "500kB"},
		{"--ops * --fps -1", "limit"},
		{"--ops * --fast", "-fast"},
		{"--ops * more", `"more"`},
	} {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"sign"}, strings.Fields(test.arguments)...),
			environment(map[string]string{"FRAMEPOST_CAP_KEYS": capKey}), &out, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.want) || out.Len() > 0 {
			t.Errorf("%s: %v, and prints %q", test.arguments, err, &out)
		}
	}
	if err := run(t.Context(), []string{"sign", "--ops", "*"}, environment(nil), io.Discard, io.Discard); err == nil ||
		!strings.Contains(err.Error(), "FRAMEPOST_CAP_KEYS") {
		t.Errorf("without a key: %v", err)
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"sign", "--help"}, environment(nil), &out, io.Discard); err != nil || !strings.Contains(out.String(), "-max-pixels") {
		t.Errorf("--help: %v, %s", err, &out)
	}
}

// An error shows which variable is wrong, but no secret.
func TestSecretsAreNotShown(t *testing.T) {
	for _, name := range secrets {
		_, err := readSettings(environment(map[string]string{name: "k1:hidden"}))
		if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
