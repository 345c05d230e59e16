package colour

import (
	"bytes"
	_ "embed"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "ask transicc of Little CMS (liblcms2-utils) for testdata/lcms.txt anew")

const lcmsFile = "testdata/lcms.txt"

//go:embed testdata/lcms.txt
var lcmsTable string

// The table holds what lcms returns for some hundred colours of each profile: relative
// colorimetric, without black point compensation, not optimised. It contains nothing of lcms
// itself, and the profiles are written by this package's tests.
func TestAgreesWithLCMS(t *testing.T) {
	if *update {
		updateLCMS(t)
	}
	sections := sectionsOf(t, lcmsTable)
	for _, p := range profiles {
		t.Run(p.name, func(t *testing.T) {
			transform, err := FromICC(p.profile, p.components)
			if err != nil {
				t.Fatal(err)
			}
			colours := sections[p.name]
			if len(colours) < 80 {
				t.Fatalf("only %d colours in %s; run this test with -update", len(colours), lcmsFile)
			}
			var squares, worst float64
			for _, c := range colours {
				got := transform.pixel(p.components, c.device)
				for i := range 3 {
					d := float64(got[i]) - c.srgb[i]
					squares += d * d
					worst = max(worst, math.Abs(d))
				}
			}
			dB := 10 * math.Log10(255*255*3*float64(len(colours))/squares)
			t.Logf("%.1f dB, farthest %.1f levels", dB, worst)
			if dB < p.accuracy {
				t.Errorf("%.1f dB from lcms, %.1f levels at most; want %.0f dB", dB, worst, p.accuracy)
			}
		})
	}
}

// pixel converts one colour of a device.
func (t *Transform) pixel(components int, device [4]byte) [4]byte {
	if t == nil {
		return device
	}
	switch components {
	case 1:
		v := t.gray[device[0]]
		return [4]byte{v, v, v, 255}
	case 3:
		t.RGBA(device[:])
	case 4:
		t.CMYK(device[:])
	}
	return device
}

// converted is a colour of a device and its conversion by lcms, 0 to 255.
type converted struct {
	device [4]byte
	srgb   [3]float64
}

// sectionsOf reads the table: for each profile a line "# name" and a line for each colour.
func sectionsOf(t *testing.T, table string) map[string][]converted {
	sections := make(map[string][]converted)
	name := ""
	for line := range strings.Lines(table) {
		if rest, found := strings.CutPrefix(line, "# "); found {
			name = strings.TrimSpace(rest)
			continue
		}
		var c converted
		d, s := &c.device, &c.srgb
		if _, err := fmt.Sscan(line, &d[0], &d[1], &d[2], &d[3], &s[0], &s[1], &s[2]); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		sections[name] = append(sections[name], c)
	}
	return sections
}

func updateLCMS(t *testing.T) {
	var table strings.Builder
	for _, p := range profiles {
		file := filepath.Join(t.TempDir(), "profile.icc")
		if err := os.WriteFile(file, p.profile, 0o600); err != nil {
			t.Fatal(err)
		}
		list := devices(p.components)
		var input bytes.Buffer
		for _, d := range list {
			for i := range p.components {
				v := float64(d[i])
				if p.components == 4 {
					v *= 100.0 / 255
				}
				fmt.Fprintf(&input, "%.6f ", v)
			}
			fmt.Fprintln(&input)
		}
		command := exec.Command("transicc", "-i", file, "-t1", "-c0", "-n", "-s")
		command.Stdin = &input
		command.Stderr = os.Stderr
		out, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&table, "#", p.name)
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if len(lines) != len(list) {
			t.Fatalf("%d answers to %d colours", len(lines), len(list))
		}
		for i, d := range list {
			var c [3]float64
			if _, err := fmt.Sscan(lines[i], &c[0], &c[1], &c[2]); err != nil {
				t.Fatalf("%q: %v", lines[i], err)
			}
			fmt.Fprintln(&table, d[0], d[1], d[2], d[3], fmt.Sprintf("%.1f %.1f %.1f", c[0], c[1], c[2]))
		}
	}
	lcmsTable = table.String()
	if err := os.WriteFile(lcmsFile, []byte(lcmsTable), 0o644); err != nil {
		t.Fatal(err)
	}
}

// devices returns all greys, or a grid of colours, at and between the nodes of the tables.
func devices(components int) (list [][4]byte) {
	steps := map[int][]byte{
		1: nil, 3: {0, 13, 102, 189, 255}, 4: {0, 77, 255},
	}[components]
	if components == 1 {
		for v := 0; v < 256; v += 3 {
			list = append(list, [4]byte{byte(v)})
		}
		return list
	}
	count := 1
	for range components {
		count *= len(steps)
	}
	for i := range count {
		var d [4]byte
		for j := range components {
			d[j] = steps[i%len(steps)]
			i /= len(steps)
		}
		list = append(list, d)
	}
	return list
}
