package intake_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openimr/openimr/imr"
	"github.com/openimr/openimr/internal/intake"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	at := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// watch looks at a folder until done says that it has seen enough.
func watch(t *testing.T, b *book, dir string, done func() bool) {
	t.Helper()
	var clock atomic.Int64
	now := func() time.Time { return noon.Add(time.Duration(clock.Add(1)) * time.Second) }
	d, err := intake.Open(t.TempDir(), b, b, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	ended := make(chan error)
	go func() { ended <- d.Watch(ctx, dir, time.Millisecond, 3*time.Second) }()
	for !done() && ctx.Err() == nil {
		time.Sleep(2 * time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if !done() {
		t.Fatal("the folder was not taken in")
	}
}

func there(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

func TestAWatchedFolderIsTakenIn(t *testing.T) {
	dir, b := t.TempDir(), newBook()
	write(t, dir, "CM15-0000001/claims_administrator/records.pdf", "records")
	write(t, dir, "CM15-0000001/p1/letter.pdf", "letter")
	write(t, dir, "CM15-0000001/scan.pdf", "scan")
	write(t, dir, "filed/CM15-0000001/scan.pdf", "an older one")
	write(t, dir, "CM15-0000001/growing.pdf.part", "half")
	write(t, dir, "CM15-0000001/.hidden", "x")
	write(t, dir, "CM15-0000001/nobody/x.pdf", "x")
	write(t, dir, "CM15-0000001/empty.pdf", "")
	write(t, dir, "CM99-0000009/x.pdf", "x")
	write(t, dir, "notes.txt", "x")
	watch(t, b, dir, func() bool {
		return there(dir, "filed/CM15-0000001/claims_administrator/records.pdf") && there(dir, "filed/CM15-0000001/p1/letter.pdf") &&
			there(dir, "filed/CM15-0000001/scan (2).pdf") && there(dir, "refused/CM15-0000001/nobody/x.pdf.why.txt") &&
			there(dir, "refused/CM15-0000001/empty.pdf.why.txt") && there(dir, "refused/CM99-0000009/x.pdf.why.txt")
	})
	from := map[string]imr.PartyID{}
	for _, r := range b.events {
		f := r.Command.(*imr.FilesReceived)
		from[f.Files[0].Name] = f.From
	}
	if len(from) != 3 || from["records.pdf"] != "P2" || from["letter.pdf"] != "P1" || from["scan.pdf"] != "" {
		t.Errorf("filed %v", from)
	}
	for _, stays := range []string{"CM15-0000001/growing.pdf.part", "CM15-0000001/.hidden", "notes.txt", "filed/CM15-0000001/scan.pdf"} {
		if !there(dir, stays) {
			t.Errorf("%s is gone", stays)
		}
	}
}

func TestAWatchedFolderMustBeThere(t *testing.T) {
	d := open(t, t.TempDir(), newBook())
	if err := d.Watch(t.Context(), filepath.Join(t.TempDir(), "missing"), time.Second, time.Second); err == nil {
		t.Error("a folder that is not there is watched")
	}
}
