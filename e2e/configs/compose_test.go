package configs

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"

	"framepost/e2e/debian"
)

// composeFile loads the file as docker compose does.
func composeFile(t *testing.T, file string) {
	options, err := cli.NewProjectOptions([]string{file})
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	proxy := string(read(t, filepath.Join(filepath.Dir(file), "Caddyfile")))
	instances := 0
	for name, service := range project.Services {
		if service.Image != "framepost" {
			continue
		}
		instances++
		variables := map[string]string{}
		for name, value := range service.Environment {
			variables[name] = *value
		}
		accepted(t, variables)
		if !strings.Contains(proxy, "h2c://"+name+":"+variables["PORT"]) {
			t.Errorf("Caddy does not know %s", name)
		}
		if subnet := project.Networks["default"].Ipam.Config[0].Subnet; variables["FRAMEPOST_TRUSTED_PROXIES"] != subnet {
			t.Errorf("%s trusts %s; Caddy is in %s", name, variables["FRAMEPOST_TRUSTED_PROXIES"], subnet)
		}
		const drain = 9 * time.Second // with the defaults
		if grace := service.StopGracePeriod; grace == nil || time.Duration(*grace) <= drain {
			t.Errorf("%s has %v to end", name, grace)
		}
	}
	if instances != 3 {
		t.Errorf("there are %d instances, want 3", instances)
	}
}

// caddy has Caddy load the file, without serving.
func caddy(t *testing.T, file string) {
	program, err := debian.Find("caddy", "caddy")
	if err != nil {
		t.Fatal(err)
	}
	validate := exec.Command(program, "validate", "--adapter", "caddyfile", "--config", file)
	home := t.TempDir()
	validate.Env = append(os.Environ(), "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home)
	if out, err := validate.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
