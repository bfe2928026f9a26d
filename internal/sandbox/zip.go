package sandbox

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"
)

// Problems of members of archives.
const (
	problemArchive        = Problem("The archive is damaged and cannot be opened. Send it again.")
	problemMemberPassword = Problem("The file is protected by a password in its archive. Send it again without one.")
	problemMemberPacking  = Problem("The file is packed in a way that cannot be read here. Send it again by itself.")
	problemMemberDamaged  = Problem("The file is damaged within its archive. Send it again by itself.")
	problemMemberTooBig   = Problem("The file unpacks to more than is allowed. Send it again by itself.")
	problemNested         = Problem("The archive lies too deep within other archives. Send what it holds by itself.")
	problemTooMany        = Problem("The archive holds more files than are taken in one. Send the rest again in another.")
)

// mostNested is how long an archive within an archive may be, in bytes: it is held in memory.
const mostNested = 256 << 20

// A memberVisit is called for each member of an archive. open is nil where the member has a problem.
type memberVisit func(m Member, open func() (io.ReadCloser, error)) error

// An archiveWalk walks the members of an archive and of those within it.
type archiveWalk struct {
	limits  Limits
	members int
	left    int64 // bytes that may still be unpacked
	visit   memberVisit
}

// walkArchive visits the members of an archive in their order, those of an archive within it in its place.
func walkArchive(file io.ReaderAt, size int64, limits Limits, visit memberVisit) error {
	w := archiveWalk{limits: limits, visit: visit, left: min(limits.Unpacked, 10<<20+limits.Ratio*size)}
	r, err := zip.NewReader(file, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are made harmless
		return whyNoArchive(file, size)
	}
	return w.walk(r, "", 1)
}

// whyNoArchive tells a cut archive from a damaged one: the list of its members stands at its end.
func whyNoArchive(file io.ReaderAt, size int64) Problem {
	tail := make([]byte, min(size, 66_000))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); (err == nil || errors.Is(err, io.EOF)) && bytes.Contains(tail, []byte("PK\x05\x06")) {
		return problemArchive
	}
	return problemIncomplete
}

func (w *archiveWalk) walk(r *zip.Reader, within string, depth int) error {
	for _, f := range r.File {
		name := path.Join(within, harmless(f.Name))
		if strings.HasSuffix(f.Name, "/") || strings.HasSuffix(f.Name, `\`) || f.FileInfo().IsDir() || isLitter(name) {
			continue
		}
		if w.members++; w.members > w.limits.Members {
			if w.members == w.limits.Members+1 {
				return w.visit(Member{Name: name, Problem: string(problemTooMany)}, nil)
			}
			return nil
		}
		if err := w.member(f, name, depth); err != nil {
			return err
		}
		if w.members > w.limits.Members {
			return nil
		}
	}
	return nil
}

func (w *archiveWalk) member(f *zip.File, name string, depth int) error {
	size := int64(min(f.UncompressedSize64, 1<<62))
	m := Member{Name: name, Size: size}
	bad := func(why Problem) error {
		m.Problem = string(why)
		return w.visit(m, nil)
	}
	switch {
	case f.Flags&1 != 0:
		return bad(problemMemberPassword)
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return bad(problemMemberPacking)
	case size > w.limits.Size, size > w.left, size > 10<<20 && size/w.limits.Ratio > int64(min(f.CompressedSize64, 1<<62)):
		return bad(problemMemberTooBig)
	}
	open := func() (io.ReadCloser, error) {
		r, err := f.Open()
		if err != nil {
			return nil, problemMemberDamaged
		}
		return r, nil
	}
	first := make([]byte, 4)
	r, err := open()
	if err != nil {
		return bad(problemMemberDamaged)
	}
	n, err := io.ReadFull(r, first)
	_ = r.Close()
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return bad(problemMemberDamaged)
	}
	if bytes.Equal(first[:n], []byte("PK\x03\x04")) {
		if done, err := w.nested(open, m, depth); done {
			return err
		}
	}
	w.left -= size
	return w.visit(m, open)
}

// nested walks an archive within an archive. done is false for one that is a document.
func (w *archiveWalk) nested(open func() (io.ReadCloser, error), m Member, depth int) (done bool, err error) {
	bad := func(why Problem) (bool, error) {
		m.Problem = string(why)
		return true, w.visit(m, nil)
	}
	if m.Size > mostNested {
		return bad(problemMemberTooBig)
	}
	r, err := open()
	if err != nil {
		return bad(problemMemberDamaged)
	}
	b, err := io.ReadAll(io.LimitReader(r, m.Size+1))
	_ = r.Close()
	if err != nil || int64(len(b)) != m.Size {
		return bad(problemMemberDamaged)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return bad(problemMemberDamaged)
	}
	if isDocx(z) || isOffice(z) {
		return false, nil
	}
	if depth >= w.limits.Nesting {
		return bad(problemNested)
	}
	if w.left -= m.Size; w.left < 0 {
		return bad(problemMemberTooBig)
	}
	return true, w.walk(z, m.Name, depth+1)
}

// harmless makes a name of what an archive calls a member that leads nowhere but into the folder it is put into.
func harmless(name string) string {
	var parts []string
	for part := range strings.FieldsFuncSeq(strings.ToValidUTF8(name, "_"), func(r rune) bool { return r == '/' || r == '\\' }) {
		part = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || r == ':' || unicode.Is(unicode.Bidi_Control, r) {
				return '_'
			}
			return r
		}, part)
		if part = strings.TrimSpace(part); part == "" || part == "." || part == ".." {
			continue
		}
		if len(part) > 200 {
			part = strings.ToValidUTF8(part[:150], "") + "~" + strings.ToValidUTF8(part[len(part)-40:], "")
		}
		parts = append(parts, part)
	}
	if len(parts) > 16 {
		parts = parts[len(parts)-16:]
	}
	if len(parts) == 0 {
		return "file"
	}
	return path.Join(parts...)
}

// isLitter says whether a member is what an operating system leaves among files, which nobody sent.
func isLitter(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(name, "__MACOSX/") || strings.Contains(name, "/__MACOSX/") ||
		base == ".ds_store" || base == "thumbs.db" || base == "desktop.ini"
}

// members lists the members of an archive.
func members(file io.ReaderAt, size int64, limits Limits) ([]Member, error) {
	var all []Member
	err := walkArchive(file, size, limits, func(m Member, _ func() (io.ReadCloser, error)) error {
		all = append(all, m)
		return nil
	})
	if err == nil && len(all) == 0 {
		err = Problem("The archive holds no files. Send it again.")
	}
	return all, err
}

// unzip sends the members of an archive that can be taken out.
func (c *child) unzip(name string) error {
	file, size, kind, err := c.openKind(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	if kind != ZIP {
		return Problem("The file is no archive.")
	}
	buffer := make([]byte, 256<<10)
	err = walkArchive(file, size, c.limits, func(m Member, open func() (io.ReadCloser, error)) error {
		if open == nil {
			return nil
		}
		var w wire
		w.putText(m.Name)
		if err := c.send(frameMember, w.b); err != nil {
			return err
		}
		r, err := open()
		if err == nil {
			err = c.sendMember(r, m.Size, buffer)
		}
		if problem, ok := errors.AsType[Problem](err); ok {
			return c.send(frameBroken, []byte(problem))
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.send(frameDone, nil)
}

// sendMember sends the bytes of a member, not one more than it said.
func (c *child) sendMember(r io.ReadCloser, size int64, buffer []byte) error {
	defer func() { _ = r.Close() }()
	for {
		n, err := io.ReadFull(r, buffer)
		if size -= int64(n); size < 0 {
			return problemMemberDamaged
		}
		if n > 0 {
			if err := c.send(frameData, buffer[:n]); err != nil {
				return fmt.Errorf("send a member: %w", err)
			}
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF) && size == 0:
			if size != 0 {
				return problemMemberDamaged
			}
			return nil
		default:
			return problemMemberDamaged
		}
	}
}
