package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openimr/openimr/letter"
)

type letterRender struct {
	To  string `placeholder:"FORM" complete:"forms" help:"text, html, pdf or docx. Default: what the name of OUT ends in, else text."`
	Out string `short:"o" placeholder:"OUT" complete:"files" help:"File to write; it is replaced whole or not at all. Default: standard output."`
	caseFlags
	File string `arg:"" optional:"" complete:"files" help:"One determination in JSON, as letter parse prints it, or a letter; - is standard input."`
}

// Help gives the examples.
func (letterRender) Help() string {
	return `The letter is written in the layout that the determination names. The letter of a case is the one that was served, and before that as it stands now. The PDF is tagged (PDF/UA-1) and archival (PDF/A-2a); the same determination gives the same bytes.

Examples:

    openimr letter render --to pdf -o CM16-0213037.pdf determination.json
    openimr letter parse --format json CM16-0213037.pdf | openimr letter render -
    openimr letter render --data /var/lib/openimr --case CM15-0190123 -o letter.pdf`
}

// Run writes the letter.
func (c letterRender) Run(ctx context.Context, t terminal) error {
	form, err := c.form()
	if err == nil {
		err = c.oneOf(len(c.File))
	}
	if err != nil {
		return err
	}
	if c.Case != "" {
		l, err := c.letterOf(ctx, t, time.Now())
		if err != nil {
			return err
		}
		data := l.served
		if data == nil || form != letter.FormPDF {
			if data, err = renderLetter(l.determination, form); err != nil {
				return fmt.Errorf("letter of %s: %w", c.Case, err)
			}
		}
		return c.write(t, form, data)
	}
	list := t.readLetters(c.File)
	switch {
	case len(list) == 1 && list[0].Error != "":
		return fmt.Errorf("%s: %s", c.File, list[0].Error)
	case len(list) != 1:
		return withHint(fmt.Errorf("%s: holds %d determinations, and a letter is made of one", c.File, len(list)), "give one line of it")
	}
	data, err := renderLetter(list[0], form)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return c.write(t, form, data)
}

func renderLetter(d letter.Determination, form letter.Form) ([]byte, error) {
	if form == letter.FormPDF {
		return letter.Compose(letter.Canonical(d)).PDF()
	}
	return letter.Render(d, form)
}

// form is the one asked for, or the one that the name of the output file ends in.
func (c letterRender) form() (letter.Form, error) {
	name := c.To
	if name == "" {
		switch strings.ToLower(filepath.Ext(c.Out)) {
		case ".pdf":
			return letter.FormPDF, nil
		case ".docx":
			return letter.FormDOCX, nil
		case ".html", ".htm":
			return letter.FormHTML, nil
		}
		return letter.FormText, nil
	}
	form, err := letter.ParseForm(name)
	if err != nil {
		return "", usage("--to", err)
	}
	return form, nil
}

func (c letterRender) write(t terminal, form letter.Form, data []byte) error {
	if c.Out == "" || c.Out == stdin {
		if t.Screen && form != letter.FormText && form != letter.FormHTML {
			return &usageError{fmt.Sprintf("a %s file is not for a terminal", form), "name a file with -o"}
		}
		_, err := t.Out.Write(data)
		return err
	}
	return writeWhole(c.Out, data)
}

// writeWhole puts data in the place of a file, so that nobody ever finds half of it. What is no file, such as
// /dev/null, is written to as it is.
func writeWhole(path string, data []byte) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %s", path, whyNot(err))
		}
	}()
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return errors.New("it is a folder")
	case err == nil && !info.Mode().IsRegular():
		return os.WriteFile(path, data, 0)
	case err == nil:
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	}
	half := path + "." + rand.Text()
	if err := os.WriteFile(half, data, 0o666); err != nil {
		return errors.Join(err, os.Remove(half))
	}
	if err := os.Rename(half, path); err != nil {
		return errors.Join(err, os.Remove(half))
	}
	return nil
}
