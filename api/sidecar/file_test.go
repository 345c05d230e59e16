package sidecar

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"framepost/api/wire"
)

func TestLoad(t *testing.T) {
	const text = `{"sidecars": [
		{"name": "look", "doc": "Looks.", "address": "http://127.0.0.1:9000"},
		{"name": "detect", "doc": "Detects.", "address": "unix:/run/detect.sock:/v1/detect?model=small", "send": "rgb", "answer": "boxes", "draw": true,
			"timeout": "200ms", "concurrency": 3, "failure": "skip", "quality": 75,
			"params": [{"name": "level", "doc": "From where.", "type": "int", "min": 0, "max": 9, "default": 5}]}
	]}`
	path := filepath.Join(t.TempDir(), "sidecars.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	look, detect := list[0], list[1]
	if got := look.Address.String(); got != "http://127.0.0.1:9000/" {
		t.Errorf("the address is %s", got)
	}
	if got := detect.Address.String(); got != "unix:/run/detect.sock:/v1/detect?model=small" {
		t.Errorf("the address is %s", got)
	}
	look.Address, detect.Address = Address{}, Address{}
	if want := (Sidecar{Name: "look", Doc: "Looks.", Send: SendJPEG, Quality: 90, Answer: AnswerPicture, Timeout: time.Second,
		Concurrency: 1, Failure: FailureFail}); !reflect.DeepEqual(look, want) {
		t.Errorf("got %+v, want %+v", look, want)
	}
	param := wire.Param{Name: "level", Doc: "From where.", Type: wire.Int, Range: &wire.Range{Max: 9}, Default: 5.}
	if want := (Sidecar{Name: "detect", Doc: "Detects.", Params: []wire.Param{param}, Send: SendRGB, Quality: 75, Answer: AnswerBoxes, Draw: true,
		Timeout: 200 * time.Millisecond, Concurrency: 3, Failure: FailureSkip}); !reflect.DeepEqual(detect, want) {
		t.Errorf("got %+v, want %+v", detect, want)
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.json")); err == nil {
		t.Error("a file that is not there")
	}
}

// wrong are files with a mistake, and what the error must say.
var wrong = map[string]string{
	``:                        "is empty",
	`{`:                       "is no JSON",
	"{\n\n\"sidecars\": [,]}": "line 3",
	`{"sidecars": [{}]} {}`:   "more after the end",
	`{"sidecars": []}`:        "there are no sidecars",
	`{"sidecar": []}`:         `unknown field "sidecar"; there are sidecars`,
	`{"sidecars": {}}`:        "sidecars",
	with(`"nmae": "x"`):       `sidecar 1, "look", has an unknown field "nmae"; there are name, doc, address`,
	with(`"timeout": 3`):      "has a number for timeout, where a string belongs",
	`[]`:                      "is an array of JSON where an object belongs",
	`{"sidecars": ["x"]}`:     "is a string of JSON where an object belongs",
	with(`"params": {}`):      "has an object for params, where an array belongs",
	with(`"name": "1"`):       "begins with a letter",
	with(`"name": "` + strings.Repeat("n", 33) + `"`):           "32 at most",
	with(`"doc": "a\rb"`):                                       "one line",
	with(`"address": "http://127.0.0.1:99999/"`):                "allowed is http://HOST:PORT/PATH",
	with(`"address": "http://127.0.0.1:0/"`):                    "allowed is http://HOST:PORT/PATH",
	with(`"address": "http://:9000/"`):                          "allowed is http://HOST:PORT/PATH",
	with(`"address": "unix:/` + strings.Repeat("s", 300) + `"`): "allowed is http://HOST:PORT/PATH",
	with(`"timeout": "3"`):                                      `timeout "3"; allowed is 1ms to 1m0s`,
	with(`"timeout": "2m"`):                                     `timeout "2m"`,
	with(`"timeout": "-1s"`):                                    `timeout "-1s"`,
	with(`"quality": 101`):                                      "quality 101; allowed is 1 to 100",
	with(`"concurrency": 0`):                                    "concurrency 0; allowed is 1 to 64",
	with(`"send": "png"`):                                       `send "png"; allowed is jpeg or rgb`,
	with(`"answer": "text"`):                                    `answer "text"; allowed is picture or boxes`,
	with(`"failure": "ignore"`):                                 `failure "ignore"; allowed is skip or fail`,
	with(`"draw": true`):                                        "has draw, which is for the answer boxes",
	with(`"name": "Look"`):                                      "needs a name of lower-case letters",
	with(`"name": "decode"`):                                    "a name that Server-Timing uses",
	with(`"doc": ""`):                                           "needs doc",
	with(`"address": "127.0.0.1:9000"`):                         "allowed is http://HOST:PORT/PATH, or unix:",
	with(`"address": "https://a.b/"`):                           "allowed is http://HOST:PORT/PATH",
	with(`"address": "unix:run.sock"`):                          "allowed is http://HOST:PORT/PATH",
	with(`"address": "http://u:secret@a.b/"`):                   "an address with a user",
	`{"sidecars": [` + look + `}, ` + look + `}]}`:              `sidecar 2, "look", has the name of another one`,
}

const look = `{"name": "look", "doc": "Looks.", "address": "http://127.0.0.1:9000"`

// with returns a file of one sidecar with another field, the last of which counts.
func with(field string) string { return `{"sidecars": [` + look + `, ` + field + `}]}` }

func TestWrongFiles(t *testing.T) {
	for text, want := range wrong {
		_, err := parse([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error is %v, want %q", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for text := range wrong {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := parse([]byte(text))
		if err == nil && len(list) == 0 {
			t.Error("no sidecars and no error")
		}
	})
}
