package plugin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"

	"framepost/api/filter"
	"framepost/api/filter/planes"
	"framepost/api/frame"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// instance is a module with memory of its own. It is used by one frame at a time.
type instance struct {
	module                            api.Module
	version, describe, alloc, process api.Function
	random                            *rand.ChaCha8
	stack                             [1]uint64 // of a call: its parameter, then its result

	address, room uint32 // of what alloc has returned
}

// newInstance makes one and has it initialize itself.
func newInstance(ctx context.Context, runtime wazero.Runtime, compiled wazero.CompiledModule) (*instance, error) {
	in := &instance{random: rand.NewChaCha8(seed)}
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize").WithRandSource(in.random).
		WithWalltime(stopped, 1).WithNanotime(stoppedNano, 1).WithNanosleep(func(int64) {})
	module, err := runtime.InstantiateModule(ctx, compiled, config)
	if err != nil {
		return nil, fmt.Errorf("it cannot begin: %s", firstLine(err))
	}
	in.module = module
	in.version, in.describe = module.ExportedFunction(exportVersion), module.ExportedFunction(exportDescribe)
	in.alloc, in.process = module.ExportedFunction(exportAlloc), module.ExportedFunction(exportProcess)
	return in, nil
}

// seed of the random numbers of each frame.
var seed [32]byte

// The clocks of a module stand still. Zero is no time: Go's runtime refuses it.
func stopped() (sec int64, nsec int32) { return 1, 0 }
func stoppedNano() int64               { return 1 }

func (in *instance) close() { _ = in.module.Close(context.Background()) }

// call calls a function of the module that takes a word or none.
func (in *instance) call(ctx context.Context, function api.Function, param uint32) (result uint64, err error) {
	in.stack[0] = uint64(param)
	if err := function.CallWithStack(ctx, in.stack[:]); err != nil {
		return 0, errors.New(firstLine(err))
	}
	return in.stack[0], nil
}

// description returns the text that the module describes itself with.
func (in *instance) description(ctx context.Context) ([]byte, error) {
	has, err := in.call(ctx, in.version, 0)
	if err != nil {
		return nil, fmt.Errorf("its function %s fails: %w", exportVersion, err)
	}
	if uint32(has) != interfaceVersion {
		return nil, fmt.Errorf("it keeps to version %d of the interface; this program knows version %d", uint32(has), interfaceVersion)
	}
	where, err := in.call(ctx, in.describe, 0)
	if err != nil {
		return nil, fmt.Errorf("its function %s fails: %w", exportDescribe, err)
	}
	address, length := uint32(where>>32), uint32(where)
	if length > maxDescription {
		return nil, fmt.Errorf("its description has %d bytes; at most %d are allowed", length, maxDescription)
	}
	text, ok := in.module.Memory().Read(address, length)
	if !ok {
		return nil, errors.New("its description lies outside of its memory")
	}
	return bytes.Clone(text), nil
}

// reserve returns the memory for a picture of so many bytes. It is a view that is valid until the
// module runs.
func (in *instance) reserve(ctx context.Context, size int) ([]byte, error) {
	if in.room < uint32(size) {
		address, err := in.call(ctx, in.alloc, uint32(size))
		if err != nil {
			return nil, fmt.Errorf("in %s: %w", exportAlloc, err)
		}
		if address == 0 || address%rowAlign != 0 {
			return nil, fmt.Errorf("%s returns the address %d for %d bytes; it must be a multiple of %d", exportAlloc, uint32(address), size, rowAlign)
		}
		in.address, in.room = uint32(address), uint32(size)
	}
	return in.view(size)
}

// view returns what lies at the address of the picture.
func (in *instance) view(size int) ([]byte, error) {
	memory, ok := in.module.Memory().Read(in.address, uint32(size))
	if !ok {
		return nil, fmt.Errorf("%s returns memory of %d bytes at %d that is not there", exportAlloc, size, in.address)
	}
	return memory, nil
}

// work has the module change a frame whose form is picture. An error leaves the frame without
// use, and the instance, too.
func (in *instance) work(ctx context.Context, picture Picture, d Description, a filter.Args, f *frame.Frame) error {
	args, texts := encodeArgs(d.Params, a, min(f.W, f.H))
	if picture == RGBA {
		img := f.NRGBA()
		return in.rgba(ctx, arrange(f.W, f.H, args, texts, 4, [2]int{f.W, f.H}), img)
	}
	gray := f.Sampling() == frame.Gray
	return in.planes(ctx, arrange(f.W, f.H, args, texts, 1, planeSizes(f)...), f, gray)
}

// planes has the module change the planes of f. A grey frame becomes one with chroma if the
// module makes some.
func (in *instance) planes(ctx context.Context, l layout, f *frame.Frame, gray bool) error {
	memory, err := in.reserve(ctx, l.size)
	if err != nil {
		return err
	}
	l.write(memory, in.address)
	for i, a := range l.planes {
		for y := range a.h {
			row := a.row(memory, y)
			if gray && i > 0 {
				planes.FillRow(row, planes.Neutral)
				continue
			}
			copy(row, f.Planes()[i].Row(y))
		}
	}
	if memory, err = in.run(ctx, l); err != nil {
		return err
	}
	defer clear(memory)
	if gray && !neutral(l, memory) {
		planes.AddChroma(f)
	}
	for i, p := range f.Planes() {
		for y := range p.H {
			copy(p.Row(y), l.planes[i].row(memory, y))
		}
	}
	return nil
}

// neutral reports whether the chroma in memory has no colour.
func neutral(l layout, memory []byte) bool {
	for _, a := range l.planes[1:] {
		for y := range a.h {
			for _, v := range a.row(memory, y) {
				if v != planes.Neutral {
					return false
				}
			}
		}
	}
	return true
}

func (in *instance) rgba(ctx context.Context, l layout, img *image.NRGBA) error {
	memory, err := in.reserve(ctx, l.size)
	if err != nil {
		return err
	}
	l.write(memory, in.address)
	a := l.planes[0]
	for y := range a.h {
		copy(a.row(memory, y), img.Pix[y*img.Stride:])
	}
	if memory, err = in.run(ctx, l); err != nil {
		return err
	}
	defer clear(memory)
	for y := range a.h {
		row := img.Pix[y*img.Stride:][:a.bytes]
		copy(row, a.row(memory, y))
		for x := 3; x < len(row); x += 4 {
			row[x] = 255
		}
	}
	return nil
}

// run has the module process the picture that has been written, and returns the memory it is in.
func (in *instance) run(ctx context.Context, l layout) ([]byte, error) {
	in.random.Seed(seed)
	result, err := in.call(ctx, in.process, in.address)
	if err != nil {
		return nil, err
	}
	if int32(result) != 0 {
		return nil, fmt.Errorf("%s returns %d, and not 0", exportProcess, int32(result))
	}
	return in.view(l.size)
}
