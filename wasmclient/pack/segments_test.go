package main

import (
	"bytes"
	"slices"
	"testing"

	"github.com/tetratelabs/wazero"
)

// The parts of a module with one page of memory, exported as "m", and three data segments.
var (
	wasmHeader  = []byte("\x00asm\x01\x00\x00\x00")
	wasmMemory  = []byte("\x05\x03\x01\x00\x01" + "\x07\x05\x01\x01m\x02\x00")
	wasmParted  = []byte("\x0b\x17\x03" + "\x00\x41\xc8\x01\x0b\x02ef" + "\x00\x41\x04\x0b\x03abc" + "\x00\x41\x0a\x0b\x01d")
	wasmJoined  = []byte("\x0b\xcd\x01\x01\x00\x41\x04\x0b\xc6\x01abc\x00\x00\x00d" + string(make([]byte, 189)) + "ef")
	wasmTrailer = []byte("\x00\x06\x04note!")
)

func TestJoinSegments(t *testing.T) {
	parted := slices.Concat(wasmHeader, wasmMemory, wasmParted, wasmTrailer)
	want := slices.Concat(wasmHeader, wasmMemory, wasmJoined, wasmTrailer)
	got, err := joinSegments(parted)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%q, %v; want %q", got, err, want)
	}
	if !bytes.Equal(memory(t, got), memory(t, parted)) {
		t.Error("the memory begins with something else")
	}
	if again, err := joinSegments(got); err != nil || !bytes.Equal(again, got) {
		t.Errorf("joined once more it is %q, %v", again, err)
	}
	bare := slices.Concat(wasmHeader, wasmMemory)
	if same, err := joinSegments(bare); err != nil || !bytes.Equal(same, bare) {
		t.Errorf("a module without data becomes %q, %v", same, err)
	}
}

func TestJoinSegmentsRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"overlapping segments":         "\x0b\x0f\x02\x00\x41\x04\x0b\x03abc\x00\x41\x06\x0b\x01d",
		"a passive segment":            "\x0b\x04\x01\x01\x01a",
		"an address from a global":     "\x0b\x07\x01\x00\x23\x04\x0b\x01a",
		"more segments than there are": "\x0b\x07\x02\x00\x41\x04\x0b\x01a",
	} {
		if got, err := joinSegments(append(bytes.Clone(wasmHeader), data...)); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	whole := slices.Concat(wasmHeader, wasmMemory, wasmParted)
	for n := range len(whole) {
		between := n == len(wasmHeader) || n == len(wasmHeader)+5 || n == len(wasmHeader)+len(wasmMemory) // sections
		if _, err := joinSegments(whole[:n]); (err == nil) != between {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

// memory returns what the memory of a module holds when its data have been copied into it.
func memory(t *testing.T, module []byte) []byte {
	t.Helper()
	runtime := wazero.NewRuntime(t.Context())
	defer runtime.Close(t.Context())
	m, err := runtime.Instantiate(t.Context(), module)
	if err != nil {
		t.Fatal(err)
	}
	content, _ := m.ExportedMemory("m").Read(0, 1<<16)
	return bytes.Clone(content)
}
