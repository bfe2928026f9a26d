package ocr

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental/table"
)

// The module was built for a browser. What it asks of its host are the few calls below: one file in memory, time, more
// memory, and calls that may end in a long jump. Numbers of 32 bits come with anything in their upper halves.

const (
	i32 = api.ValueTypeI32
	i64 = api.ValueTypeI64
	f64 = api.ValueTypeF64
)

// Errors of the host's calls, as the module numbers them.
const (
	noSuchFile  = -44
	notPossible = -52
	badFile     = 8
	modelNumber = 3         // the file number of the model
	mostMemory  = 768 << 20 // bytes that an instance may have
	memoryPage  = 64 << 10
	growAtLeast = 16 << 20
	talkKept    = 400
	modelPath   = "/eng.traineddata"
)

type modelKey struct{}

// modelReader is the one file that the module can open, and what it said.
type modelReader struct {
	data []byte
	at   int64
	talk []byte
}

// errLongJump carries a long jump from where it begins to where it was prepared.
var errLongJump = errors.New("long jump")

// errStopped says that the module ended itself.
type errStopped struct{ why string }

func (e errStopped) Error() string { return "the engine inside stopped: " + e.why }

type hostFunc = func(ctx context.Context, m api.Module, s []uint64)

func bindHost(ctx context.Context, r wazero.Runtime) error {
	b := r.NewHostModuleBuilder("a")
	add := func(name string, params []api.ValueType, results []api.ValueType, f hostFunc) {
		b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(f), params, results).Export(name)
	}
	one := []api.ValueType{i32}
	ints := func(n int) []api.ValueType {
		t := make([]api.ValueType, n)
		for i := range t {
			t[i] = i32
		}
		return t
	}
	answer := func(v int32) hostFunc {
		return func(_ context.Context, _ api.Module, s []uint64) { s[0] = uint64(uint32(v)) }
	}
	stop := func(why string) hostFunc {
		return func(context.Context, api.Module, []uint64) { panic(errStopped{why}) }
	}

	// The end, in its ways.
	add("a", ints(4), nil, func(_ context.Context, m api.Module, s []uint64) {
		panic(errStopped{"assertion failed: " + string(cString(m.Memory(), uint32(s[0])))})
	})
	add("k", ints(3), nil, stop("an exception was thrown"))
	add("t", nil, nil, func(context.Context, api.Module, []uint64) { panic(errLongJump) })
	add("N", nil, nil, stop("abort"))
	add("R", ints(1), nil, stop("exit"))
	for name, params := range map[string]int{"S": 1, "y": 1} {
		add(name, ints(params), nil, stop("a function that was left out"))
	}
	for name, params := range map[string]int{"P": 2, "J": 2} {
		add(name, ints(params), one, stop("a function that was left out"))
	}

	// Calls that may end in a long jump: the function by its place in the table, then its arguments.
	for name, n := range map[string]int{"c": 1, "e": 2, "b": 3, "h": 4, "i": 5} {
		add(name, ints(n+1), one, guarded(ints(n), one))
	}
	for name, n := range map[string]int{"d": 1, "f": 2, "g": 3, "j": 4, "q": 5, "r": 9} {
		add(name, ints(n+1), nil, guarded(ints(n), nil))
	}

	// The file.
	add("n", ints(4), one, openFile)
	add("m", ints(1), one, answer(0)) // close
	add("o", ints(4), one, readFile)
	add("l", ints(4), one, writeFile)
	add("E", []api.ValueType{i32, i64, i32, i32}, one, seekFile)
	add("K", ints(2), one, answer(notPossible)) // size of an open file
	add("I", ints(4), one, answer(noSuchFile))  // of a named one
	add("p", ints(3), one, answer(0))           // settings of a file
	add("O", ints(3), one, answer(-59))         // of a terminal
	add("v", ints(1), one, answer(noSuchFile))  // remove
	add("w", ints(3), one, answer(noSuchFile))
	add("x", []api.ValueType{i32, i32, i32, i32, i64, i32, i32}, one, answer(notPossible)) // map a file
	add("z", []api.ValueType{i32, i32, i32, i32, i32, i64}, one, answer(notPossible))
	add("Q", ints(1), nil, func(context.Context, api.Module, []uint64) {}) // files to begin with
	add("H", ints(2), one, func(_ context.Context, m api.Module, s []uint64) {
		m.Memory().Write(uint32(s[0]), []byte("/\x00"))
		s[0] = 2
	})

	// The surroundings: no environment, no calls of the browser.
	add("F", ints(2), one, answer(0))
	add("G", ints(2), one, func(_ context.Context, m api.Module, s []uint64) {
		m.Memory().WriteUint32Le(uint32(s[0]), 0)
		m.Memory().WriteUint32Le(uint32(s[1]), 0)
		s[0] = 0
	})
	add("s", ints(3), one, answer(0))
	add("u", ints(1), one, growMemory)

	// Time. Dates are never asked for by what is read here; they are those of 1970.
	add("M", []api.ValueType{i32, i64, i32}, one, func(_ context.Context, m api.Module, s []uint64) {
		m.Memory().WriteUint64Le(uint32(s[2]), uint64(time.Now().UnixNano()))
		s[0] = 0
	})
	add("L", nil, []api.ValueType{f64}, func(_ context.Context, _ api.Module, s []uint64) {
		s[0] = math.Float64bits(float64(time.Now().UnixNano() / int64(time.Millisecond)))
	})
	for _, name := range []string{"A", "B"} {
		add(name, []api.ValueType{i64, i32}, nil, func(_ context.Context, m api.Module, s []uint64) {
			m.Memory().Write(uint32(s[1]), make([]byte, 40))
		})
	}
	add("C", ints(1), []api.ValueType{i64}, func(_ context.Context, _ api.Module, s []uint64) { s[0] = 0 })
	add("D", ints(4), nil, func(_ context.Context, m api.Module, s []uint64) {
		m.Memory().WriteUint32Le(uint32(s[0]), 0)
		m.Memory().WriteUint32Le(uint32(s[1]), 0)
		m.Memory().Write(uint32(s[2]), []byte("UTC\x00"))
		m.Memory().Write(uint32(s[3]), []byte("UTC\x00"))
	})
	if _, err := b.Instantiate(ctx); err != nil {
		return fmt.Errorf("prepare the engine inside: %w", err)
	}
	return nil
}

// guarded calls a function of the table. Where it ends in a long jump, the stack is put back and the module told so; any
// other end goes on up.
func guarded(params, results []api.ValueType) hostFunc {
	return func(ctx context.Context, m api.Module, s []uint64) {
		stack, err := m.ExportedFunction(fnStackSave).Call(ctx)
		if err != nil {
			panic(err)
		}
		f := table.LookupFunction(m, 0, uint32(s[0]), params, results)
		args := make([]uint64, len(params))
		for i := range args {
			args[i] = uint64(uint32(s[i+1]))
		}
		out, err := f.Call(ctx, args...)
		switch {
		case err == nil:
			if len(results) > 0 {
				s[0] = out[0]
			}
		case errors.Is(err, errLongJump):
			if _, err := m.ExportedFunction(fnStackRestore).Call(ctx, stack[0]); err != nil {
				panic(err)
			}
			if _, err := m.ExportedFunction(fnSetThrew).Call(ctx, 1, 0); err != nil {
				panic(err)
			}
			if len(results) > 0 {
				s[0] = 0
			}
		default:
			panic(err)
		}
	}
}

func theFile(ctx context.Context) *modelReader { return ctx.Value(modelKey{}).(*modelReader) }

// openFile opens the model, and nothing else.
func openFile(ctx context.Context, m api.Module, s []uint64) {
	if string(cString(m.Memory(), uint32(s[1]))) != modelPath {
		code := int32(noSuchFile)
		s[0] = uint64(uint32(code))
		return
	}
	theFile(ctx).at = 0
	s[0] = modelNumber
}

// eachBuffer goes through a list of (address, length) in the module's memory.
func eachBuffer(m api.Module, list, n uint32, use func(buffer []byte) bool) bool {
	for i := range n {
		head, ok := m.Memory().Read(list+8*i, 8)
		if !ok {
			return false
		}
		buffer, ok := m.Memory().Read(binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:]))
		if !ok {
			return false
		}
		if !use(buffer) {
			return true
		}
	}
	return true
}

func readFile(ctx context.Context, m api.Module, s []uint64) {
	f := theFile(ctx)
	if uint32(s[0]) != modelNumber {
		s[0] = badFile
		return
	}
	total := 0
	ok := eachBuffer(m, uint32(s[1]), uint32(s[2]), func(buffer []byte) bool {
		n := copy(buffer, f.data[min(f.at, int64(len(f.data))):])
		f.at += int64(n)
		total += n
		return n == len(buffer)
	})
	if !ok || !m.Memory().WriteUint32Le(uint32(s[3]), uint32(total)) {
		s[0] = badFile
		return
	}
	s[0] = 0
}

// writeFile keeps the beginning of what the module says; there is nothing else that it could write to.
func writeFile(ctx context.Context, m api.Module, s []uint64) {
	f := theFile(ctx)
	total := 0
	ok := eachBuffer(m, uint32(s[1]), uint32(s[2]), func(buffer []byte) bool {
		total += len(buffer)
		f.talk = append(f.talk, buffer[:min(len(buffer), max(0, talkKept-len(f.talk)))]...)
		return true
	})
	if !ok || !m.Memory().WriteUint32Le(uint32(s[3]), uint32(total)) {
		s[0] = badFile
		return
	}
	s[0] = 0
}

func seekFile(ctx context.Context, m api.Module, s []uint64) {
	f := theFile(ctx)
	if uint32(s[0]) != modelNumber {
		s[0] = 70 // cannot be done on this file
		return
	}
	at := int64(s[1])
	switch uint32(s[2]) {
	case io.SeekCurrent:
		at += f.at
	case io.SeekEnd:
		at += int64(len(f.data))
	}
	if at < 0 {
		s[0] = badFile
		return
	}
	f.at = at
	m.Memory().WriteUint64Le(uint32(s[3]), uint64(at))
	s[0] = 0
}

// growMemory gives the module at least the size that it asks for, up to mostMemory.
func growMemory(_ context.Context, m api.Module, s []uint64) {
	want, have := uint64(uint32(s[0])), uint64(m.Memory().Size())
	if want > mostMemory {
		s[0] = 0
		return
	}
	want = min(max(want, have+growAtLeast), mostMemory)
	if want > have {
		if _, ok := m.Memory().Grow(uint32((want - have + memoryPage - 1) / memoryPage)); !ok {
			s[0] = 0
			return
		}
	}
	s[0] = 1
}
