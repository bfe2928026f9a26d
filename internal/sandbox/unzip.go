package sandbox

import (
	"context"
	"errors"
	"io"
)

func (p *Pool) unzip(ctx context.Context, path string, each func(name string, r io.Reader) error) error {
	var pw *io.PipeWriter
	var result chan error
	end := func() error {
		if pw == nil {
			return nil
		}
		_ = pw.Close()
		err := <-result
		pw = nil
		return err
	}
	err := p.run(ctx, job{op: opUnzip, path: path}, false, p.options.Limits.OpenTime, func(kind frameKind, w *wire) error {
		switch kind {
		case frameMember:
			if err := end(); err != nil {
				return err
			}
			name := w.text()
			var pr *io.PipeReader
			pr, pw = io.Pipe()
			result = make(chan error, 1)
			go func() {
				err := each(name, pr)
				_ = pr.Close()
				result <- err
			}()
		case frameData:
			if pw == nil {
				return errFrame
			}
			data := w.b
			w.b = nil
			if _, err := pw.Write(data); err != nil && !errors.Is(err, io.ErrClosedPipe) {
				return err
			}
		case frameBroken:
			if pw != nil {
				_ = pw.CloseWithError(Problem(w.b))
			}
			w.b = nil
		case frameDone:
			return end()
		default:
			return errFrame
		}
		return nil
	})
	if pw != nil {
		_ = pw.CloseWithError(errors.Join(io.ErrUnexpectedEOF, err))
		err = errors.Join(err, <-result)
	}
	return err
}
