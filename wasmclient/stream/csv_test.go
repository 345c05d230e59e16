package stream

import (
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestCSV(t *testing.T) {
	inWorld(t, fast, func(w *world) {
		v := w.join(0, 10, 40*ms)
		run(5*time.Second, v)
		frames := v.stream.Frames()
		table, err := csv.NewReader(strings.NewReader(v.stream.CSV())).ReadAll()
		if err != nil || len(table) != len(frames)+1 {
			t.Fatalf("%d lines for %d frames, %v", len(table), len(frames), err)
		}
		for i, line := range table[1:] {
			of := map[string]float64{}
			where, share := len(line)-2, len(line)-1
			if table[0][where] != "where" || line[where] != string(OnServer) || table[0][share] != "share" || line[share] != "1.000" {
				t.Fatalf("line %d ends in %s, %s", i, table[0][where:], line[where:])
			}
			for c, name := range table[0][:where] {
				if of[name], err = strconv.ParseFloat(line[c], 64); err != nil {
					t.Fatal(err)
				}
			}
			sum := 0.0
			for _, name := range []string{"capture", "encode", "upload", "queue", "decode", "ops", "encode_answer", "download", "decode_answer", "paint"} {
				if of[name] < 0 {
					t.Errorf("frame %v: %s is %v ms", of["id"], name, of[name])
				}
				sum += of[name]
			}
			if total := millis(frames[i].CameraToScreen()); math.Abs(of["total"]-total) > 0.01 || math.Abs(sum-total) > 0.06 {
				t.Errorf("frame %v: the steps add up to %v, total is %v of %v ms", of["id"], sum, of["total"], total)
			}
			if of["up"] != float64(frames[i].Up) || of["window"] < 1 || of["quality"] < 45 || of["size"] < 50 {
				t.Errorf("line %d is %v", i, line)
			}
		}
		w.end(v)
	})
	var none Stream
	if got := none.CSV(); got != csvHead {
		t.Errorf("the table of no frames is %q", got)
	}
}
