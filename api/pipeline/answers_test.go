package pipeline

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

var updateAnswers = flag.Bool("update-answers", false, "write testdata/answers.txt anew, after a change that is meant to change answers")

// TestAnswersStay compares the answers of every operation and every preset, byte by byte, with
// a table. A change to the build or to the speed must not change a picture. The plain kernels
// and the vector ones must both produce this table.
func TestAnswersStay(t *testing.T) {
	file := filepath.Join("testdata", "answers.txt")
	var got []string
	synctest.Test(t, func(t *testing.T) { // the operation clock reads the time
		got = answerTable(t)
	})
	if *updateAnswers {
		if err := os.WriteFile(file, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	table, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for lines := bufio.NewScanner(bytes.NewReader(table)); lines.Scan(); {
		want = append(want, lines.Text())
	}
	differ := 0
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("not in %s: %s", file, line)
			differ++
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("only in %s: %s", file, line)
			differ++
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(got, "\n")))
	t.Logf("%d answers, %d differ, SHA-256 of the table %s", len(got), differ, hex.EncodeToString(sum[:8]))
}

// answerTable lists picture, chain and the SHA-256 of the answer: three pictures through
// every operation with its defaults, every choice it has, every preset, and chains whose
// operations are fused.
func answerTable(t *testing.T) (table []string) {
	c := Default()
	c.Overlays, c.LUTs = overlays, luts
	p, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	pictures := []struct {
		name string
		file []byte
	}{
		{"card", TestCard()},
		{"odd", asJPEG(t, photo(321, 243))},
		{"grey", asJPEG(t, greyed(photo(160, 120)))},
	}
	chains := []string{"", "resize:700,mirror", "resize:50,rotate:90,crop", "gamma:1.5,contrast:20,invert,resize:100",
		"mirror,resize:90:120:cover:gravity=right", "resize:120:90:cover:gravity=faces", "resize:90:120:cover:gravity=energy"}
	for _, op := range p.Catalogue().Ops {
		chains = append(chains, op.Name)
		for _, param := range op.Params {
			for _, choice := range param.Choices {
				chains = append(chains, op.Name+":"+param.Name+"="+choice)
			}
		}
	}
	for _, preset := range p.Catalogue().Presets {
		chains = append(chains, preset.Chain)
	}
	slices.Sort(chains)
	for _, picture := range pictures {
		for _, chain := range slices.Compact(chains) {
			parsed, err := p.Parse(chain)
			if err != nil {
				t.Fatal(err)
			}
			for _, scale := range []int{100, 40} {
				a, err := p.Process(t.Context(), Job{Body: picture.file, Chain: parsed.Scaled(scale), Format: JPEG, Quality: 85})
				if err != nil {
					t.Errorf("%s, %s: %v", picture.name, chain, err)
					continue
				}
				sum := sha256.Sum256(a.Body.Bytes)
				a.Body.Release()
				table = append(table, fmt.Sprintf("%s %d%% %s %s", picture.name, scale, hex.EncodeToString(sum[:8]), chain))
			}
		}
	}
	return table
}

func greyed(img image.Image) *image.Gray {
	grey := image.NewGray(img.Bounds())
	draw.Draw(grey, grey.Rect, img, img.Bounds().Min, draw.Src)
	return grey
}
