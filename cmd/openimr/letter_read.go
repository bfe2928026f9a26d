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
		return []letter.Determination{unreadable(name, err)}
	}
	if !isJSON(data) {
		return []letter.Determination{letter.Parse(name, data)}
	}
	list, err := determinations(data)
	if err != nil {
		return []letter.Determination{unreadable(name, err)}
	}
	for i := range list {
		if list[i].File == "" {
			list[i].File = letter.Text(name)
		}
	}
	return list
}

func unreadable(name string, err error) letter.Determination {
	why := strings.TrimPrefix(err.Error(), name+": ")
	return letter.Determination{Schema: letter.Schema, File: letter.Text(name), Error: letter.Text(why)}
}

// isJSON says that a file holds JSON objects and no letter: no letter begins with a brace.
func isJSON(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{"))
}

// determinations reads JSON objects, one after the other. An object of another schema is an error, and so is one that
// is not whole.
func determinations(data []byte) ([]letter.Determination, error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	var list []letter.Determination
	for n := 1; ; n++ {
		var object json.RawMessage
		err := dec.Decode(&object)
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		var d letter.Determination
		if err == nil {
			d, err = letter.ReadJSON(object)
		}
		if err != nil {
			return nil, fmt.Errorf("object %d: %s", n, plainJSON(err))
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
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "read the determination: "), "json: ")
}
