package ocr

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"io"
	"strconv"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// The engine inside is the file tesseract-core-simd-lstm.wasm of the npm package tesseract.js-core 7.0.0, and the model
// eng.traineddata that Debian ships (tessdata_fast 4.1.0); both under the Apache License 2.0 (data/LICENSE).

//go:embed data/tesseract-core-simd-lstm.wasm.gz
var moduleFile []byte

//go:embed data/eng.traineddata.gz
var modelFile []byte

// Their SHA-256. The names of the module's functions were shortened when it was built, so another build means other names.
const (
	moduleSum = "34e8d50cac216427d86bf397d610fdd9f49492539bbcdfbfccc4eda20c810bea"
	modelSum  = "7d4322bd2a7749724879683fc3912cb542f19906c83bcc1a52132556427170b2"
)

// The functions of the module that are called, by their shortened names.
const (
	fnStart         = "U"  // constructors
	fnMalloc        = "xf" // (size) address
	fnFree          = "wf" // (address)
	fnNewAPI        = "Kc" // () TessBaseAPI
	fnInit          = "ad" // (api, data path, language, engine mode) 0 where it went well
	fnPageSegMode   = "gd" // (api, mode)
	fnSetImage      = "ld" // (api, pixels, width, height, bytes a pixel, bytes a row, orientation, angle)
	fnSetResolution = "nd" // (api, dpi)
	fnRecognise     = "Ed" // (api, 0) 0 where it went well
	fnTSV           = "Ld" // (api, page) address of text
	fnClear         = "Rd" // (api)
	fnSetThrew      = "Af"
	fnStackRestore  = "Bf"
	fnStackSave     = "Cf"
)

func unpack(data []byte, sum string) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpack the engine inside: %w", err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("unpack the engine inside: %w", err)
	}
	if got := sha256.Sum256(out); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("unpack the engine inside: its SHA-256 is %x, not %s", got, sum)
	}
	return out, nil
}

// A machine holds the compiled engine; it makes instances. It is used by one goroutine.
type machine struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
	model    []byte
	instance *instance
	pages    int
}

// An instance is one engine with its memory, ready to read.
type instance struct {
	ctx    context.Context
	module api.Module
	files  *modelReader
	api    uint64
}

// newMachine compiles the engine, or takes what was compiled before from folder cache ("" for none).
func newMachine(ctx context.Context, cache string) (*machine, error) {
	module, err := unpack(moduleFile, moduleSum)
	if err != nil {
		return nil, err
	}
	model, err := unpack(modelFile, modelSum)
	if err != nil {
		return nil, err
	}
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2)
	if cache != "" {
		c, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, fmt.Errorf("open the folder of the compiled engine: %w", err)
		}
		config = config.WithCompilationCache(c)
	}
	m := &machine{runtime: wazero.NewRuntimeWithConfig(ctx, config), model: model}
	if err := bindHost(ctx, m.runtime); err != nil {
		return nil, err
	}
	if m.compiled, err = m.runtime.CompileModule(ctx, module); err != nil {
		return nil, fmt.Errorf("compile the engine inside: %w", err)
	}
	return m, nil
}

// instancePages is after how many pages an instance is made anew, which costs a twentieth of a second: what it forgot to
// free goes with it.
const instancePages = 100

// read has a picture read; the answer is Tesseract's table. After a failure the instance is thrown away.
func (m *machine) read(ctx context.Context, pixels []byte, width, height, dpi int, layout Layout) ([]byte, error) {
	if m.instance == nil || m.pages >= instancePages {
		m.drop(ctx)
		in, err := m.start(ctx)
		if err != nil {
			return nil, err
		}
		m.instance, m.pages = in, 0
	}
	m.pages++
	out, err := m.instance.read(pixels, width, height, dpi, layout)
	if err != nil {
		m.drop(ctx)
	}
	return out, err
}

func (m *machine) drop(ctx context.Context) {
	if m.instance != nil {
		_ = m.instance.module.Close(ctx)
		m.instance = nil
	}
}

func (m *machine) start(ctx context.Context) (*instance, error) {
	in := &instance{files: &modelReader{data: m.model}}
	in.ctx = context.WithValue(ctx, modelKey{}, in.files)
	var err error
	// No file system, no clock but the host's, no arguments: the module sees one file, its model, in memory.
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	if in.module, err = m.runtime.InstantiateModule(in.ctx, m.compiled, config); err != nil {
		return nil, fmt.Errorf("start the engine inside: %w", err)
	}
	if _, err = in.call(fnStart); err != nil {
		return nil, err
	}
	if in.api, err = in.call(fnNewAPI); err != nil {
		return nil, err
	}
	path, err := in.text("/")
	if err != nil {
		return nil, err
	}
	language, err := in.text("eng")
	if err != nil {
		return nil, err
	}
	rc, err := in.call(fnInit, in.api, path, language, 1)
	if err != nil {
		return nil, err
	}
	if int32(rc) != 0 {
		return nil, fmt.Errorf("start the engine inside: its model was refused: %s", in.files.talk)
	}
	return in, nil
}

func (in *instance) call(name string, args ...uint64) (uint64, error) {
	f := in.module.ExportedFunction(name)
	if f == nil {
		return 0, fmt.Errorf("the engine inside has no function %s", name)
	}
	out, err := f.Call(in.ctx, args...)
	if err != nil {
		return 0, fmt.Errorf("call %s of the engine inside: %w", name, err)
	}
	if len(out) == 0 {
		return 0, nil
	}
	return out[0], nil
}

// text puts a text with its closing zero into the module's memory.
func (in *instance) text(s string) (uint64, error) { return in.put(append([]byte(s), 0)) }

func (in *instance) put(data []byte) (uint64, error) {
	p, err := in.call(fnMalloc, uint64(len(data)))
	if err != nil {
		return 0, err
	}
	if uint32(p) == 0 || !in.module.Memory().Write(uint32(p), data) {
		return 0, errors.New("the engine inside has no memory left")
	}
	return uint64(uint32(p)), nil
}

func (in *instance) read(pixels []byte, width, height, dpi int, layout Layout) ([]byte, error) {
	if width <= 0 || height <= 0 || len(pixels) != width*height {
		return nil, errors.New("read a picture: its size is " + strconv.Itoa(width) + " by " + strconv.Itoa(height) + ", with " + strconv.Itoa(len(pixels)) + " pixels")
	}
	w, h := uint64(width), uint64(height)
	depth, stride := uint64(1), w // bytes a pixel and a row
	if bits := packed(&image.Gray{Pix: pixels, Stride: width, Rect: image.Rect(0, 0, width, height)}); bits != nil {
		pixels, depth, stride = bits, 0, uint64(width+7)/8
	}
	p, err := in.put(pixels)
	if err != nil {
		return nil, err
	}
	for _, c := range []struct {
		name string
		args []uint64
	}{
		{fnPageSegMode, []uint64{in.api, uint64(layout)}},
		{fnSetImage, []uint64{in.api, p, w, h, depth, stride, 1, 0}},
		{fnFree, []uint64{p}}, // SetImage has its own copy
		{fnSetResolution, []uint64{in.api, uint64(dpi)}},
	} {
		if _, err := in.call(c.name, c.args...); err != nil {
			return nil, err
		}
	}
	rc, err := in.call(fnRecognise, in.api, 0)
	if err != nil {
		return nil, err
	}
	if int32(rc) != 0 {
		return nil, fmt.Errorf("the engine inside gave up with %d", int32(rc))
	}
	t, err := in.call(fnTSV, in.api, 0)
	if err != nil {
		return nil, err
	}
	var out []byte
	if uint32(t) != 0 {
		out = append(out, cString(in.module.Memory(), uint32(t))...)
		if _, err := in.call(fnFree, t); err != nil {
			return nil, err
		}
	}
	_, err = in.call(fnClear, in.api)
	return out, err
}

// cString reads up to a zero byte.
func cString(m api.Memory, p uint32) []byte {
	rest, ok := m.Read(p, m.Size()-p)
	if !ok {
		return nil
	}
	if i := bytes.IndexByte(rest, 0); i >= 0 {
		return rest[:i]
	}
	return nil
}
