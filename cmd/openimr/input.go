package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// stdin is the FILE that means standard input.
const stdin = "-"

// maxInput bounds what is read of one input file, in bytes. The largest published letter has 400 kB.
const maxInput = 64 << 20

// readInput reads a file, or standard input where name is "-". The errors name the file and say what is wrong in plain
// words: they stand in results as they are.
func (t terminal) readInput(name string) ([]byte, error) {
	r := t.In
	if name != stdin {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %s", name, whyNot(err))
		}
		defer func() { _ = f.Close() }()
		switch info, err := f.Stat(); {
		case err != nil:
			return nil, fmt.Errorf("%s: %s", name, whyNot(err))
		case info.IsDir():
			return nil, fmt.Errorf("%s: is a folder, not a file", name)
		case info.Mode().IsRegular() && info.Size() > maxInput:
			return nil, fmt.Errorf("%s: larger than %d MB", name, maxInput>>20)
		}
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, whyNot(err))
	}
	if len(data) > maxInput {
		return nil, fmt.Errorf("%s: larger than %d MB", name, maxInput>>20)
	}
	return data, nil
}

// whyNot says without path and system call why a file could not be opened or read.
func whyNot(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file"
	case errors.Is(err, fs.ErrPermission):
		return "you may not read it"
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}
