package plugin

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// page is the unit of a module's memory, in bytes.
const page = 64 << 10

// abortModule has what AssemblyScript's runtime calls before it gives up.
const abortModule = "env"

// newRuntime returns a runtime in which a module has so many bytes of memory at the most, and finds
// what it may import.
func newRuntime(ctx context.Context, c wazero.RuntimeConfig, memory int) (wazero.Runtime, error) {
	runtime := wazero.NewRuntimeWithConfig(ctx, c.WithMemoryLimitPages(uint32(memory/page)).WithCloseOnContextDone(true).WithDebugInfoEnabled(false))
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, err
	}
	// The text of the message is UTF-16 in the module's memory, and rarely there in a small build.
	_, err := runtime.NewHostModuleBuilder(abortModule).NewFunctionBuilder().
		WithFunc(func(_ context.Context, message, file, line, column uint32) {
			panic(fmt.Errorf("abort at line %d, column %d", line, column))
		}).Export("abort").Instantiate(ctx)
	return runtime, err
}

// host runs the modules of one library.
type host struct {
	// native compiles modules. It is opened by the first compilation, which is in the background.
	native func() (wazero.Runtime, error)

	// uncached is the same for a cache that can be read only and lacks a module: wazero does not
	// compile what it can't keep.
	uncached func() (wazero.Runtime, error)

	// interpreter runs modules without compiling them first, and so describes them at once.
	interpreter func() (wazero.Runtime, error)
}

func newHost(ctx context.Context, cache wazero.CompilationCache, memory int) *host {
	compiler := func() (wazero.Runtime, error) { return newRuntime(ctx, wazero.NewRuntimeConfig(), memory) }
	return &host{
		uncached: sync.OnceValues(compiler),
		native: sync.OnceValues(func() (wazero.Runtime, error) {
			if cache == nil {
				return compiler()
			}
			return newRuntime(ctx, wazero.NewRuntimeConfig().WithCompilationCache(cache), memory)
		}),
		interpreter: sync.OnceValues(func() (wazero.Runtime, error) {
			return newRuntime(ctx, wazero.NewRuntimeConfigInterpreter(), memory)
		}),
	}
}

// compile returns a module that keeps to the interface as far as its exports and imports say.
func compile(ctx context.Context, runtime wazero.Runtime, module []byte) (compiled wazero.CompiledModule, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("it cannot be compiled: %v", cause)
		}
	}()
	if err = checkCounts(module); err != nil {
		return nil, err
	}
	if module, err = interruptible(module); err != nil {
		return nil, err
	}
	if compiled, err = runtime.CompileModule(ctx, module); err != nil {
		return nil, fmt.Errorf("it cannot be compiled: %s", firstLine(err))
	}
	if err := checkInterface(compiled); err != nil {
		_ = compiled.Close(ctx)
		return nil, err
	}
	return compiled, nil
}

// The functions of the interface, and the memory.
const (
	exportMemory   = "memory"
	exportVersion  = "framepost_abi"
	exportDescribe = "framepost_describe"
	exportAlloc    = "framepost_alloc"
	exportProcess  = "framepost_process"

	interfaceVersion = 1
)

// signatures of the functions that a module must export.
var signatures = []struct{ name, params, results string }{
	{exportVersion, "()", "i32"},
	{exportDescribe, "()", "i64"},
	{exportAlloc, "(i32)", "i32"},
	{exportProcess, "(i32)", "i32"},
}

func checkInterface(m wazero.CompiledModule) error {
	if _, exported := m.ExportedMemories()[exportMemory]; !exported {
		return fmt.Errorf("it exports no memory named %s", exportMemory)
	}
	for _, s := range signatures {
		function := m.ExportedFunctions()[s.name]
		if function == nil {
			return fmt.Errorf("it exports no function %s", s.name)
		}
		params, results := types(function.ParamTypes()), types(function.ResultTypes())
		if "("+params+")" != s.params || results != s.results {
			return fmt.Errorf("its function %s is (%s) %s; it must be %s %s", s.name, params, results, s.params, s.results)
		}
	}
	for _, function := range m.ImportedFunctions() {
		from, name, _ := function.Import()
		if from != wasi_snapshot_preview1.ModuleName && (from != abortModule || name != "abort") {
			return fmt.Errorf("it imports %s.%s; it may import %s and %s.abort", from, name, wasi_snapshot_preview1.ModuleName, abortModule)
		}
	}
	return nil
}

func types(list []api.ValueType) string {
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = api.ValueTypeName(t)
	}
	return strings.Join(names, ", ")
}

// firstLine returns the text of an error without the stack that follows it.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimPrefix(strings.TrimSuffix(line, " (recovered by wazero)"), "wasm error: ")
}
