package static

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
)

func TestRates(t *testing.T) {
	for file, want := range map[string]string{`{}`: `{"request":1}`, `{"rates":{"request":2}}`: `{"request":2}`} {
		files := page()
		files["config.json"] = &fstest.MapFile{Data: []byte(file)}
		site, err := New(files, Settings{Rates: json.RawMessage(`{"request":1}`)})
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ Rates json.RawMessage }
		if err := json.Unmarshal([]byte(body(t, get(t, site, "/config.json"))), &got); err != nil {
			t.Fatal(err)
		}
		if string(got.Rates) != want {
			t.Errorf("%s: %s, want %s", file, got.Rates, want)
		}
	}
}

// The page offers the server's cameras where it may show their pictures: from its own origin.
func TestCamerasAreOfThePagesOrigin(t *testing.T) {
	for file, want := range map[string]string{`{}`: "front,back", `{"api":"https://api.example"}`: ""} {
		files := page()
		files["config.json"] = &fstest.MapFile{Data: []byte(file)}
		site, err := New(files, Settings{Cameras: []string{"front", "back"}})
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ Cameras []string }
		if err := json.Unmarshal([]byte(body(t, get(t, site, "/config.json"))), &got); err != nil {
			t.Fatal(err)
		}
		if cameras := strings.Join(got.Cameras, ","); cameras != want {
			t.Errorf("%s: %q, want %q", file, cameras, want)
		}
	}
}

// A page of another origin asks the API for its list once.
func TestWatchIsOfThePagesOrigin(t *testing.T) {
	for file, want := range map[string]bool{`{}`: true, `{"api":"https://api.example"}`: false} {
		files := page()
		files["config.json"] = &fstest.MapFile{Data: []byte(file)}
		site, err := New(files, Settings{Watch: true})
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ Watch bool }
		if err := json.Unmarshal([]byte(body(t, get(t, site, "/config.json"))), &got); err != nil {
			t.Fatal(err)
		}
		if got.Watch != want {
			t.Errorf("%s: %v, want %v", file, got.Watch, want)
		}
	}
}

func TestConfig(t *testing.T) {
	tests := []struct {
		name, file, secure string
		want               map[string]any
	}{
		{"completed", `{"api":"https://api.example","theme":"dark"}`, ":8443",
			map[string]any{"api": "https://api.example", "theme": "dark", "secure": ":8443"}},
		{"no TLS", `{"api":""}`, "", map[string]any{"api": "", "secure": ""}},
		{"no file", "", ":9", map[string]any{"api": "", "secure": ":9"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := page()
			if test.file == "" {
				delete(files, "config.json")
			} else {
				files["config.json"] = &fstest.MapFile{Data: []byte(test.file)}
			}
			site, err := New(files, Settings{Secure: test.secure})
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			if err := json.Unmarshal([]byte(body(t, get(t, site, "/config.json"))), &got); err != nil {
				t.Fatal(err)
			}
			if len(got) != len(test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			for key, want := range test.want {
				if got[key] != want {
					t.Errorf("%s is %v, want %v", key, got[key], want)
				}
			}
		})
	}
}
