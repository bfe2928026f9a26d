package ocr

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// The greatest picture and answer that pass between a reader of pages and who started it, in bytes. A page of 17 by 22
// inches at 600 dpi has 135 million pixels.
const (
	mostPixels = 160 << 20
	mostAnswer = 64 << 20
)

// Child turns this process into a reader of pages where it was started as one, and does not return then. Otherwise it
// does nothing. It belongs first into main.
func Child() {
	if os.Getenv(childFlag) != "1" {
		return
	}
	debug.SetGCPercent(30)
	if err := serve(context.Background(), os.Stdin, os.Stdout, os.Getenv(childCache)); err != nil {
		fmt.Fprintln(os.Stderr, "openimr: reader of pages:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serve reads pictures and answers with tables until in ends. A request is width, height, dpi and layout, four bytes each
// from the lowest, then the pixels. An answer is 0 or 1 where it went wrong, the length, and the table or what went wrong.
func serve(ctx context.Context, in io.Reader, out io.Writer, cache string) error {
	m, err := newMachine(ctx, cache)
	if err != nil {
		return err
	}
	r := bufio.NewReaderSize(in, 1<<16)
	var head [16]byte
	var pixels []byte
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("take a picture: %w", err)
		}
		w, h := uint64(binary.LittleEndian.Uint32(head[:])), uint64(binary.LittleEndian.Uint32(head[4:]))
		if w == 0 || h == 0 || w > mostPixels || h > mostPixels || w*h > mostPixels {
			return fmt.Errorf("take a picture: its size is %d by %d", w, h)
		}
		if n := int(w * h); cap(pixels) < n {
			pixels = make([]byte, n)
		} else {
			pixels = pixels[:n]
		}
		if _, err := io.ReadFull(r, pixels); err != nil {
			return fmt.Errorf("take a picture: %w", err)
		}
		dpi, layout := binary.LittleEndian.Uint32(head[8:]), binary.LittleEndian.Uint32(head[12:])
		answer, err := m.read(ctx, pixels, int(w), int(h), int(dpi), Layout(layout))
		status := uint32(0)
		if err != nil {
			status, answer = 1, []byte(err.Error())
		}
		binary.LittleEndian.PutUint32(head[:], status)
		binary.LittleEndian.PutUint32(head[4:], uint32(len(answer)))
		if _, err := out.Write(append(head[:8:8], answer...)); err != nil {
			return fmt.Errorf("answer: %w", err)
		}
	}
}
