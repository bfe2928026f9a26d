//go:build unix

package bench

import (
	"os"
	"testing"

	"github.com/openimr/openimr/internal/ocr"
	"github.com/openimr/openimr/internal/sandbox"
)

func TestMain(m *testing.M) {
	ocr.Child() // this process may be one that was started to read scans
	sandbox.Child()
	os.Exit(m.Run())
}
