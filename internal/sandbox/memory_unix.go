//go:build unix

package sandbox

import (
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// guestMemory is the memory of a guest: reserved whole, so that it never moves, and given to it as it grows. The limits
// that the module itself declares are no limits: it declares 2 GiB.
type guestMemory struct {
	reserved []byte
}

func newGuestMemory(most uint64) experimental.LinearMemory {
	b, err := syscall.Mmap(-1, 0, int(most), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|mapNoReserve)
	if err != nil {
		return &guestMemory{}
	}
	return &guestMemory{reserved: b}
}

// Reallocate is nil above the limit, which the guest sees as an allocation that did not work.
func (m *guestMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.reserved)) {
		return nil
	}
	return m.reserved[:size]
}

func (m *guestMemory) Free() {
	if m.reserved != nil {
		_ = syscall.Munmap(m.reserved)
		m.reserved = nil
	}
}
