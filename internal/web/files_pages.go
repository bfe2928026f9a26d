package web

import "context"

// pagesOf counts the pages of a stored file, 0 where they cannot be told.
func (s *server) pagesOf(_ context.Context, sum string, size int64) (int, error) { return 0, nil }
