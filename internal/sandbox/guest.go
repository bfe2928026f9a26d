package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	_ "github.com/klippa-app/go-pdfium/webassembly" // carries the module
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	_ "unsafe" // for the name of the module
)

// pdfiumModule is PDFium as go-pdfium carries it. Its functions are called here without go-pdfium's own layer, which
// makes several calls for each letter of a page; see the package comment.
//
//go:linkname pdfiumModule github.com/klippa-app/go-pdfium/internal/pdfium_wasm.Module
var pdfiumModule []byte

// errBroken says that the guest stopped in the middle of a call: nothing of it may be used any more.
var errBroken = errors.New("the reader of PDF files stopped in the middle")

// A library is PDFium compiled. Guests are made of it in a few milliseconds.
type library struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
	ctx     context.Context // carries the allocator of memory
	files   map[uint32]io.ReaderAt
}

// loadLibrary compiles PDFium, or takes its machine code from the folder cache, "" for none. memory is the most that
// a guest may have, in bytes.
func loadLibrary(cache string, memory int64) (*library, error) {
	l := &library{files: map[uint32]io.ReaderAt{}}
	l.ctx = experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(
		func(_, _ uint64) experimental.LinearMemory { return newGuestMemory(uint64(memory)) }))
	// Without WithCloseOnContextDone, which makes every loop of the guest slower by a factor of three: time is
	// bounded by the parent, which kills the process.
	config := wazero.NewRuntimeConfigCompiler().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	if cache != "" {
		c, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, fmt.Errorf("use the folder of compiled code: %w", err)
		}
		config = config.WithCompilationCache(c)
	}
	l.runtime = wazero.NewRuntimeWithConfig(l.ctx, config)
	var err error
	if _, err = wasi_snapshot_preview1.Instantiate(l.ctx, l.runtime); err != nil {
		return nil, fmt.Errorf("make the outer world of PDFium: %w", err)
	}
	if l.module, err = l.runtime.CompileModule(l.ctx, pdfiumModule); err != nil {
		return nil, fmt.Errorf("compile PDFium: %w", err)
	}
	if err := l.instantiateEnv(); err != nil {
		return nil, fmt.Errorf("make the outer world of PDFium: %w", err)
	}
	return l, nil
}

// instantiateEnv gives the module the functions that it asks for. Only one does anything: it reads from an open file. All
// others (forms, actions, scripts, downloads) answer 0, so that nothing of a file can reach further.
func (l *library) instantiateEnv() error {
	env := l.runtime.NewHostModuleBuilder("env")
	for _, f := range l.module.ImportedFunctions() {
		module, name, _ := f.Import()
		if module != "env" {
			continue
		}
		call := func(_ context.Context, _ api.Module, stack []uint64) {
			if len(stack) > 0 {
				stack[0] = 0
			}
		}
		if name == "FPDF_FILEACCESS_CB" {
			call = l.readFile
		}
		env.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(call), f.ParamTypes(), f.ResultTypes()).Export(name)
	}
	_, err := env.Instantiate(l.ctx)
	return err
}

// readFile serves m_GetBlock of FPDF_FILEACCESS: (file, position, buffer, size), 0 for failure.
func (l *library) readFile(_ context.Context, mod api.Module, stack []uint64) {
	param, position, buffer, size := uint32(stack[0]), uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	stack[0] = 0
	id, ok := mod.Memory().ReadUint32Le(param)
	file := l.files[id]
	if !ok || file == nil {
		return
	}
	b, ok := mod.Memory().Read(buffer, size)
	if !ok {
		return
	}
	if n, err := file.ReadAt(b, int64(position)); n == len(b) || err == nil {
		stack[0] = 1
	}
}

// A guest is one running PDFium with its own memory.
type guest struct {
	lib     *library
	mod     api.Module
	mem     api.Memory
	calls   map[string]api.Function
	stack   [16]uint64
	broken  bool
	scratch uint32 // memory for results of calls, scratchSize bytes
	nextID  uint32
}

const scratchSize = 64 << 10

func (l *library) newGuest() (*guest, error) {
	// No file system, no arguments, no environment, and the clock stands still.
	config := wazero.NewModuleConfig().WithStartFunctions("_initialize").WithName("").
		WithFSConfig(wazero.NewFSConfig()).WithStdout(io.Discard).WithStderr(io.Discard)
	mod, err := l.runtime.InstantiateModule(l.ctx, l.module, config)
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	g := &guest{lib: l, mod: mod, mem: mod.Memory(), calls: map[string]api.Function{}}
	if _, err := g.call("FPDF_InitLibrary"); err != nil {
		return nil, err
	}
	p, err := g.call("malloc", scratchSize)
	if err != nil || p == 0 {
		return nil, fmt.Errorf("start PDFium: no memory: %w", err)
	}
	g.scratch = uint32(p)
	return g, nil
}

func (g *guest) close() { _ = g.mod.Close(g.lib.ctx) }

// function finds an exported function; looking one up costs memory, so it is done once.
func (g *guest) function(name string) api.Function {
	f := g.calls[name]
	if f == nil {
		f = g.mod.ExportedFunction(name)
		if f == nil {
			panic("sandbox: PDFium has no function " + name)
		}
		g.calls[name] = f
	}
	return f
}

// call calls an exported function. After an error the guest is broken.
func (g *guest) call(name string, args ...uint64) (uint64, error) {
	return g.invoke(g.function(name), args...)
}

func (g *guest) invoke(f api.Function, args ...uint64) (uint64, error) {
	if g.broken {
		return 0, errBroken
	}
	copy(g.stack[:], args)
	if err := f.CallWithStack(g.lib.ctx, g.stack[:]); err != nil {
		g.broken = true
		return 0, errBroken
	}
	return g.stack[0], nil
}

// float reads a 32-bit float of the guest; 0 outside of its memory and for what is no number.
func (g *guest) float(p uint32) float32 {
	v, ok := g.mem.ReadFloat32Le(p)
	if !ok || math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
		return 0
	}
	return v
}

// double reads a 64-bit float of the guest; 0 outside of its memory and for what is no number.
func (g *guest) double(p uint32) float64 {
	v, ok := g.mem.ReadFloat64Le(p)
	if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}
