package filtertest

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Face is where the portrait's face is, in px.
var Face = image.Rect(28, 74, 282, 328)

// PortraitFile returns the JPEG that pigo's module is tested with: somebody who looks at the camera.
func PortraitFile(t testing.TB) []byte {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/esimov/pigo").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "testdata", "sample.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// Portrait returns the picture of PortraitFile.
func Portrait(t testing.TB) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(PortraitFile(t)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}
