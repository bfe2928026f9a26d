package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/openimr/openimr/letter"
)

// readLetters reads the determinations of one file: letters in any form, or what "letter parse" printed of them, one
// JSON object after the other. What cannot be read is one determination with its Error.
func (t terminal) readLetters(name string) []letter.Determination {
	data, err := t.readInput(name)
	if err != nil {
		return unreadable(name, err)
	}
	if !isJSON(data) {
		return unreadable(name, errors.New("is no determination in JSON"))
	}
	list, err := determinations(data)
	if err != nil {
		return unreadable(name, err)
	}
	for i := range list {
		if list[i].File == "" {
			list[i].File = letter.Text(name)
		}
	}
	return list
}

func unreadable(name string, err error) []letter.Determination {
	why := strings.TrimPrefix(err.Error(), name+": ")
	return []letter.Determination{{Schema: letter.Schema, File: letter.Text(name), Error: letter.Text(why)}}
}

// isJSON says that a file holds JSON objects and no letter: no letter begins with a brace.
func isJSON(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{"))
}

// determinations reads JSON objects, one after the other. An object of another schema is an error, and so is one that
// is not whole.
func determinations(data []byte) ([]letter.Determination, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	dec := json.NewDecoder(bytes.NewReader(data))
	var list []letter.Determination
	for n := 1; ; n++ {
		var d letter.Determination
		err := dec.Decode(&d)
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("object %d cannot be read: %s", n, plainJSON(err))
		}
		if d.Schema != letter.Schema {
			return nil, fmt.Errorf("object %d is no determination: its schema is %q and should be %q", n, string(d.Schema), letter.Schema)
		}
		list = append(list, d)
	}
}

// plainJSON says without the names of Go what is wrong with a piece of JSON.
func plainJSON(err error) string {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Sprintf("%s holds a %s", kind.Field, kind.Value)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends in the middle"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}
