package plugin

import (
	"encoding/hex"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// liars announce more than they have. Each is one section of a module, without its size.
var liars = map[string]liar{
	"types":           {"01 FFFFFF7F", "cut off"},
	"parameters":      {"01 01 60 FFFFFFFF07", "cut off"},
	"results":         {"01 01 60 00 FFFFFFFF07", "cut off"},
	"imports":         {"02 FFFFFF7F", "cut off"},
	"module's name":   {"02 01 FFFFFFFF07", "cut off"},
	"import's name":   {"02 01 0161 FFFFFFFF07", "cut off"},
	"functions":       {"03 FFFFFFFF07", "cut off"},
	"tables":          {"04 FFFFFFFF07", "cut off"},
	"entries":         {"04 01 70 00 FFFFFF3F", "a table has more than 1048576 entries"},
	"imported table":  {"02 01 0161 0162 01 70 00 FFFFFF3F", "a table has more than 1048576 entries"},
	"globals":         {"06 FFFFFFFF07", "cut off"},
	"exports":         {"07 FFFFFFFF07", "cut off"},
	"export's name":   {"07 01 FFFFFFFF07", "cut off"},
	"elements":        {"09 FFFFFFFF07", "cut off"},
	"indices":         {"09 01 00 41000B FFFFFFFF07", "cut off"},
	"expressions":     {"09 01 05 70 FFFFFFFF07", "cut off"},
	"bodies":          {"0A FFFFFFFF07", "cut off"},
	"groups":          {"0A 01 06 FFFFFFFF07 0B", "cut off"},
	"locals":          {"0A 01 09 01 FFFFFFFF07 7F 410B", "a function has more than 50000 locals"},
	"data":            {"0B FFFFFFFF07", "cut off"},
	"bytes":           {"0B 01 00 41000B FFFFFFFF07", "cut off"},
	"bytes, passive":  {"0B 01 01 FFFFFFFF07", "cut off"},
	"names":           {"00 046E616D65 01 06 FFFFFFFF07 00", "no memory named memory"},
	"a section":       {"03", "cut off"},
	"no constant":     {"0B 01 00 20000B 00", "0x20 is in an expression that must be constant"},
	"no end":          {"0B 01 00 4180", "cut off"},
	"too many digits": {"0B 01 00 4180808080808080808080800B", "cut off"},
}

type liar struct{ section, want string }

func (l liar) module() []byte {
	section, err := hex.DecodeString(strings.ReplaceAll(l.section, " ", ""))
	if err != nil {
		panic(err)
	}
	return slices.Concat([]byte("\x00asm\x01\x00\x00\x00"), section[:1], u32(len(section)-1), section[1:])
}

// A module that announces more than it has is refused before memory is taken for that.
func TestCounts(t *testing.T) {
	for name, liar := range liars {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Open(t.Context(), Config{Dir: directory(t, map[string][]byte{"a.wasm": liar.module()}), Limit: Default().Limit, Memory: memory})
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), liar.want) {
				t.Errorf("%v; want %q in it", err, liar.want)
			}
			if taken := after.TotalAlloc - before.TotalAlloc; taken > 16<<20 {
				t.Errorf("it takes %d MiB", taken>>20)
			}
		})
	}
}

// FuzzCounts holds that what is let through is what it says: the check ends, and passes over no
// more than there is.
func FuzzCounts(f *testing.F) {
	f.Add(module(described, negative))
	for _, liar := range liars {
		f.Add(liar.module())
	}
	f.Fuzz(func(t *testing.T, module []byte) { _ = checkCounts(module) })
}
