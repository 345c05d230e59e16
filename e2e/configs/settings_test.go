package configs

import (
	"io/fs"
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"framepost/e2e/service"
)

// program builds the server once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := filepath.Abs(filepath.Join("..", "..", "bin", "configs"))
	if err != nil {
		return "", err
	}
	return service.BuildServer(dir)
})

var settingName = regexp.MustCompile(`\bFRAMEPOST_[A-Z0-9_]+`)

// Each FRAMEPOST_… that a file or the README names is a setting.
func TestSettingsExist(t *testing.T) {
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	help, err := exec.Command(binary, "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	settings := settingName.FindAllString(string(help), -1)
	files := []string{filepath.Join(folder(t), "..", "README.md")}
	err = filepath.WalkDir(folder(t), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, name := range settingName.FindAllString(string(read(t, file)), -1) {
			if !slices.Contains(settings, name) {
				t.Errorf("%s names %s, which is no setting", file, name)
			}
		}
	}
}

// accepted checks by framepost doctor that the program takes these variables with their
// values. The ports that they name may be in use here.
func accepted(t *testing.T, variables map[string]string) {
	t.Helper()
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	doctor := exec.Command(binary, "doctor")
	for name, value := range variables {
		doctor.Env = append(doctor.Env, name+"="+value)
	}
	out, err := doctor.CombinedOutput()
	settings, _, found := strings.Cut(string(out), "\nMachine\n")
	if !found || strings.Contains(settings, "WRONG") {
		t.Errorf("with %v: %v\n%s", slices.Sorted(maps.Keys(variables)), err, settings)
	}
}

func TestWrongSettingIsNoticed(t *testing.T) {
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	doctor := exec.Command(binary, "doctor")
	doctor.Env = []string{"PORT=0", "FRAMEPOST_HOST=127.0.0.1", "FRAMEPOST_QUEUE=long"}
	if out, err := doctor.Output(); err == nil || !strings.Contains(string(out), "WRONG  FRAMEPOST_QUEUE=long") {
		t.Errorf("%v\n%s", err, out)
	}
}
