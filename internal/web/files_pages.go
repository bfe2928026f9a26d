package web

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/openimr/openimr/internal/pdf"
)

// maxCounted is the size of a file up to which its pages are counted while somebody waits.
const maxCounted = 64 << 20

// pagesOf counts the pages of a stored PDF. It is 0 where the file is no PDF, is damaged, or is too large to be read
// while somebody waits: then the form asks.
func (s *server) pagesOf(ctx context.Context, sum string, size int64) (int, error) {
	if size > maxCounted {
		return 0, nil
	}
	f, err := s.Blobs.Open(ctx, sum)
	if err != nil {
		return 0, fmt.Errorf("count the pages of a file: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	head := make([]byte, 1024)
	n, err := io.ReadFull(f, head)
	if err != nil && n == 0 || !bytes.Contains(head[:n], []byte("%PDF-")) {
		return 0, nil
	}
	data := make([]byte, size)
	copy(data, head[:n])
	if _, err := io.ReadFull(f, data[n:]); err != nil {
		return 0, fmt.Errorf("count the pages of a file: %w", err)
	}
	d, err := pdf.Open(data)
	if err != nil {
		return 0, nil // damaged, or closed by a password
	}
	pages, err := d.Pages()
	if err != nil {
		return 0, nil
	}
	return len(pages), nil
}
