package lut

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, file string
		want       cube
	}{
		{"one dimension", "LUT_1D_SIZE 2\n0 0.25 1\n1 .5 0", cube{1, 2, [3]float64{}, [3]float64{1, 1, 1}, [][3]float64{{0, 0.25, 1}, {1, 0.5, 0}}}},
		{"comments, CRLF and a byte order mark", "\ufeff# made by hand\r\nTITLE \"a b\"\r\n\r\n  LUT_1D_SIZE\t2 \r\n-1 0 2e1\r\n# half\r\n1 1 1\r\n",
			cube{1, 2, [3]float64{}, [3]float64{1, 1, 1}, [][3]float64{{-1, 0, 20}, {1, 1, 1}}}},
		{"a domain", "LUT_1D_SIZE 2\nDOMAIN_MIN -1 0 0.1\nDOMAIN_MAX 2 1 0.9\n0 0 0\n1 1 1\n",
			cube{1, 2, [3]float64{-1, 0, 0.1}, [3]float64{2, 1, 0.9}, [][3]float64{{0, 0, 0}, {1, 1, 1}}}},
		{"a range", "LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 0.1 0.9\n0 0 0\n1 1 1\n",
			cube{1, 2, [3]float64{0.1, 0.1, 0.1}, [3]float64{0.9, 0.9, 0.9}, [][3]float64{{0, 0, 0}, {1, 1, 1}}}},
	}
	for _, test := range tests {
		got, err := parse([]byte(test.file))
		if err != nil || !reflect.DeepEqual(*got, test.want) {
			t.Errorf("%s: got %+v, %v; want %+v", test.name, got, err, test.want)
		}
	}
}

func TestParseNamesTheLine(t *testing.T) {
	const eight = "0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n0 0 0\n"
	for file, want := range map[string]string{
		"":                                          ":1: the file ends without",
		"TITLE \"x\"\n\n":                           ":2: the file ends without",
		"0 0 0\n":                                   ":1: numbers stand before",
		"LUT_3D_SIZE 66\n":                          `:1: the size is "66"; allowed is 2 to 65`,
		"LUT_3D_SIZE 1\n":                           `:1: the size is "1"`,
		"LUT_1D_SIZE 65537\n":                       "allowed is 2 to 65536",
		"LUT_3D_SIZE two\n":                         `:1: the size is "two"`,
		"LUT_3D_SIZE\n":                             ":1: a size is one number; here are 0",
		"LUT_3D_SIZE 2\nLUT_1D_SIZE 2\n":            ":2: the table has a second size",
		"LUT_3D_SIZE 2\n\n#\n0 0\n":                 ":4: here are 2 numbers; there must be 3",
		"LUT_3D_SIZE 2\n0 0 0 0\n":                  ":2: here are 4 numbers",
		"LUT_3D_SIZE 2\n0 0 1,5\n":                  `:2: "1,5" is no number`,
		"LUT_3D_SIZE 2\n0 0 nan\n":                  `:2: "nan" is no number`,
		"LUT_3D_SIZE 2\n0 0 1e999\n":                `:2: "1e999" is no number`,
		"LUT_3D_SIZE 2\n0 0 0\n":                    ":2: the file ends after 1 rows of numbers; a table of this size has 8",
		"LUT_3D_SIZE 2\n" + eight + "0 0 0\n":       ":10: there are more than 8 rows",
		"LUT_3D_SIZE 2\n0 0 0\nTITLE x\n":           `:3: "TITLE" stands after the first row`,
		"LUT_3D_SIZE 2\nGAMMA 2\n":                  `:2: there is no keyword "GAMMA"; there are TITLE`,
		"LUT_3D_SIZE 2\nDOMAIN_MIN 0 0\n":           ":2: here are 2 numbers; there must be 3",
		"LUT_3D_SIZE 2\nDOMAIN_MAX 1 0 1\n" + eight: ":10: the domain of channel 2 is from 0 to 0",
		"\x89PNG\r\n\x1a\n\x00\x00":                 ":1: numbers stand before",
		"X" + strings.Repeat("y", 1<<10):            "…",
	} {
		_, err := parse([]byte(file))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.40q: %v, want one line with %s", file, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"film", "warm"} {
		seed, err := os.ReadFile("testdata/" + name + ".cube")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Add([]byte("LUT_3D_SIZE 2\nDOMAIN_MIN -1e300 0 0\nDOMAIN_MAX 1e300 1e-300 1\n" + strings.Repeat("1e300 -1e300 0.5\n", 8)))
	f.Add([]byte("LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 1 1.0000000001\n0 0 0\n1 1 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parse(data)
		if err != nil {
			if text := err.Error(); text[0] != ':' || strings.Contains(text, "\n") {
				t.Fatalf("%q does not begin with a line's number, or is more than one line", text)
			}
			return
		}
		if len(c.nodes) != c.size() {
			t.Fatalf("%d nodes of %d", len(c.nodes), c.size())
		}
		table := c.table()
		pixels := []byte{0, 0, 0, 255, 255, 255, 255, 255, 1, 127, 254, 255, 255, 0, 128, 255}
		table.RGBA(pixels)
		for i := 3; i < len(pixels); i += 4 {
			if pixels[i] != 255 {
				t.Fatal("alpha has changed: ", fmt.Sprint(pixels))
			}
		}
	})
}
