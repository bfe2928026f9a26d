package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// An Object is one of nil, bool, int, float64, String, Name, Array, Dict, *Stream and Ref.
type Object any

// A String is the bytes of a PDF string, decrypted; Text tells what it says to a reader.
type String string

// A Name is a PDF name without its slash, its # escapes undone.
type Name string

// An Array is a PDF array. Its elements may be references; Document.Resolve follows them.
type Array []Object

// A Dict is a PDF dictionary. Its values may be references; Document.Resolve follows them.
type Dict map[Name]Object

// Keys returns the keys in order, so that what is told of a file does not change from run to run.
func (d Dict) Keys() []Name { return slices.Sorted(maps.Keys(d)) }

// A Ref names an object of the file.
type Ref struct{ Num, Gen int }

// String writes the reference as the file does: "12 0 R".
func (r Ref) String() string { return strconv.Itoa(r.Num) + " " + strconv.Itoa(r.Gen) + " R" }

// A Stream is a dictionary with bytes. Document.Data undoes its encryption and its filters.
type Stream struct {
	Dict Dict
	Raw  []byte // as in the file, encrypted and filtered
	At   int    // where Raw begins in Document.Bytes
	Ref  Ref

	clear bool // Raw is not encrypted: an object inside an encrypted object stream, a cross-reference stream
}

// number reads an integer or a real.
func number(o Object) (float64, bool) {
	switch v := o.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// Resolve follows references until it meets something else. What a file does not define is nil, as the
// standard wants; what it defines wrongly is nil too and is told by Document.Problems.
func (d *Document) Resolve(o Object) Object {
	for range 32 {
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		o = d.Object(r)
	}
	d.problem("a reference leads only to other references")
	return nil
}

// Dict resolves o and returns it as a dictionary, the dictionary of a stream included; nil where it is none.
func (d *Document) Dict(o Object) Dict {
	switch v := d.Resolve(o).(type) {
	case Dict:
		return v
	case *Stream:
		return v.Dict
	}
	return nil
}

// Array resolves o and returns it as an array; nil where it is none.
func (d *Document) Array(o Object) Array {
	a, _ := d.Resolve(o).(Array)
	return a
}

// Name resolves o and returns it as a name; "" where it is none.
func (d *Document) Name(o Object) Name {
	n, _ := d.Resolve(o).(Name)
	return n
}

// Stream resolves o and returns it as a stream; nil where it is none.
func (d *Document) Stream(o Object) *Stream {
	s, _ := d.Resolve(o).(*Stream)
	return s
}

// Int resolves o and returns it as an integer; a real is cut.
func (d *Document) Int(o Object) (int, bool) {
	switch v := d.Resolve(o).(type) {
	case int:
		return v, true
	case float64:
		if v > -1e15 && v < 1e15 {
			return int(v), true
		}
	}
	return 0, false
}

// Number resolves o and returns it as a real.
func (d *Document) Number(o Object) (float64, bool) { return number(d.Resolve(o)) }

// Text resolves o and returns what the text string says; "" where it is none.
func (d *Document) Text(o Object) string {
	s, _ := d.Resolve(o).(String)
	return s.Text()
}

// numbers returns the n numbers of an array; ok is false where there are not n of them.
func (d *Document) numbers(o Object, n int) (v []float64, ok bool) {
	a := d.Array(o)
	if len(a) != n {
		return nil, false
	}
	for _, e := range a {
		f, ok := d.Number(e)
		if !ok {
			return nil, false
		}
		v = append(v, f)
	}
	return v, true
}

// Describe names the kind of an object for a message: "a name", "an array".
func Describe(o Object) string {
	switch o.(type) {
	case nil:
		return "nothing"
	case bool:
		return "true or false"
	case int:
		return "an integer"
	case float64:
		return "a real"
	case String:
		return "a string"
	case Name:
		return "a name"
	case Array:
		return "an array"
	case Dict:
		return "a dictionary"
	case *Stream:
		return "a stream"
	case Ref:
		return "a reference"
	}
	return fmt.Sprintf("%T", o)
}
