//go:build !unix

package sandbox

import "github.com/tetratelabs/wazero/experimental"

// guestMemory is the memory of a guest, bounded.
type guestMemory struct {
	b    []byte
	most uint64
}

func newGuestMemory(most uint64) experimental.LinearMemory { return &guestMemory{most: most} }

func (m *guestMemory) Reallocate(size uint64) []byte {
	if size > m.most {
		return nil
	}
	m.b = append(m.b, make([]byte, size-uint64(len(m.b)))...)
	return m.b
}

func (m *guestMemory) Free() { m.b = nil }
