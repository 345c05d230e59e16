package configs

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"framepost/e2e/debian"
)

// firebase validates the file by the schema of Firebase's own tools.
func firebase(t *testing.T, file string) {
	npm, err := debian.Find("npm", "npm")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, command := range [][]string{
		{npm, "pack", "--silent", "firebase-tools@14.0.0"}, // the archive alone, none of what it needs
		{"tar", "xzf", "firebase-tools-14.0.0.tgz", "package/schema/firebase-config.json"},
	} {
		cmd := exec.Command(command[0], command[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, out)
		}
	}
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(dir, "package", "schema", "firebase-config.json"))
	if err != nil {
		t.Fatal(err)
	}
	config, err := jsonschema.UnmarshalJSON(bytes.NewReader(read(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(config); err != nil {
		t.Error(err)
	}
	sameHeaders(t, file)
}

// sameHeaders checks that the page comes with the same headers from Firebase as from nginx.
func sameHeaders(t *testing.T, file string) {
	t.Helper()
	var config struct {
		Hosting struct {
			Headers []struct {
				Headers []struct{ Key, Value string }
			}
		}
	}
	if err := json.Unmarshal(read(t, file), &config); err != nil {
		t.Fatal(err)
	}
	nginx := strings.ReplaceAll(string(read(t, filepath.Join(folder(t), "static", "nginx.conf"))), `"`, "")
	headers := config.Hosting.Headers[0].Headers
	for _, header := range headers {
		if !strings.Contains(nginx, "add_header "+header.Key+" "+header.Value+";") {
			t.Errorf("nginx does not send %s: %s", header.Key, header.Value)
		}
	}
	if n := strings.Count(nginx, "add_header "); n != len(headers) {
		t.Errorf("nginx sends %d headers, Firebase %d", n, len(headers))
	}
}

func nginx(t *testing.T, file string) {
	program, err := debian.Find("nginx-light", "nginx", "/usr/sbin/nginx")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "-t", "-p", t.TempDir(), "-c", file, "-e", "stderr").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
