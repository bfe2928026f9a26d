package check

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/openimr/openimr/internal/pdf"
)

// A form is what is known of a form XObject.
type form struct {
	times  int // shown
	marked bool
	where  string
}

// A usedFont is a font with the codes that are shown in it.
type usedFont struct {
	font     *pdf.Font
	dict     pdf.Dict
	name     string
	codes    map[int]pdf.Char
	rendered map[int]bool // painted, not only there to be found
}

// operators are those of ISO 32000-1, annex A.
var operators = func() map[string]bool {
	m := map[string]bool{}
	for _, o := range strings.Fields(`b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n
		q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`) {
		m[o] = true
	}
	return m
}()

// graphics is the part of the graphics state that matters here.
type graphics struct {
	font *usedFont
	mode int
}

// open is an open marked-content sequence.
type open struct {
	artifact, tagged, lang bool
}

// A painter follows the content of a page and the forms in it.
type painter struct {
	*checker
	page  *pdf.Page
	marks []open
	depth int
}

// content follows the content of all pages.
func (c *checker) content() {
	c.meet("01-003", "01-004", "01-005", "30-001", "10-001", "A 6.2.2", "A 6.2.4", "A 6.1.10", "11-001")
	for _, p := range c.pages {
		data, err := p.Content()
		if err != nil {
			c.fail("A 6.2.2", page(p), "%v", err)
			continue
		}
		pt := &painter{checker: c, page: p}
		pt.run(data, p.Resources, p.Ref, page(p))
		if len(pt.marks) > 0 {
			c.fail("A 6.2.2", page(p), "%d marked-content sequences are not ended", len(pt.marks))
		}
	}
	for _, f := range c.forms {
		if f.marked {
			c.meet("30-002")
			if f.times > 1 {
				c.fail("30-002", f.where, "it holds tagged content and is shown %d times", f.times)
			}
		}
	}
}

func (p *painter) run(data []byte, res pdf.Dict, owner pdf.Ref, where string) {
	var state graphics
	var stack []graphics
	inText := false
	base := len(p.marks)
	pdf.Operators(data, func(op pdf.Operator) bool {
		arg := func(i int) pdf.Object {
			if i < len(op.Args) {
				return op.Args[i]
			}
			return nil
		}
		if !operators[op.Name] {
			p.fail("A 6.2.2", where, "%.20q is no operator", op.Name)
			return true
		}
		switch op.Name {
		case "q":
			stack = append(stack, state)
			if len(stack) > 28 {
				p.fail("A 6.1.13", where, "the graphics state is saved more than 28 times")
			}
		case "Q":
			if len(stack) == 0 {
				p.fail("A 6.2.2", where, "a graphics state is restored that was not saved")
				break
			}
			state, stack = stack[len(stack)-1], stack[:len(stack)-1]
		case "BT":
			inText = true
		case "ET":
			inText = false
		case "Tf":
			state.font = p.font(p.resource(res, "Font", arg(0), where))
		case "Tr":
			state.mode, _ = p.doc.Int(arg(0))
		case "Tj", "'", "TJ", "\"":
			if !inText {
				p.fail("A 6.2.2", where, "text is shown outside of a text object")
			}
			p.text(op, state, where)
		case "BMC", "BDC":
			p.begin(op, res, owner, where)
		case "EMC":
			if len(p.marks) <= base {
				p.fail("A 6.2.2", where, "a marked-content sequence is ended that was not begun")
				break
			}
			p.marks = p.marks[:len(p.marks)-1]
		case "f", "F", "f*", "b", "b*", "B", "B*", "S", "s", "sh":
			p.paint(where, "a path or shading")
			p.drawn()
			if op.Name == "sh" {
				p.shading(p.resource(res, "Shading", arg(0), where), where)
			}
		case "BI":
			p.paint(where, "a picture")
			p.drawn()
			p.inlineImage(op, where)
		case "Do":
			p.do(p.resource(res, "XObject", arg(0), where), res, where)
		case "gs":
			p.doc.Dict(p.resource(res, "ExtGState", arg(0), where))
		case "rg", "RG":
			p.device("DeviceRGB", where)
		case "g", "G":
			p.device("DeviceGray", where)
		case "k", "K":
			p.device("DeviceCMYK", where)
		case "cs", "CS":
			p.colorSpace(arg(0), res, where)
		case "ri":
			p.intent(arg(0), where)
		}
		return true
	})
	if len(stack) > 0 {
		p.fail("A 6.2.2", where, "%d saved graphics states are not restored", len(stack))
	}
}

// resource finds a named resource.
func (p *painter) resource(res pdf.Dict, kind pdf.Name, name pdf.Object, where string) pdf.Object {
	n, _ := name.(pdf.Name)
	o := p.doc.Dict(res[kind])[n]
	if p.doc.Resolve(o) == nil {
		p.fail("A 6.2.2", where, "the %s %q is not among the resources", kind, string(n))
	}
	return o
}

func (c *checker) font(o pdf.Object) *usedFont {
	dict := c.doc.Dict(o)
	if dict == nil {
		return nil
	}
	key := reflect.ValueOf(dict).Pointer()
	if f, ok := c.fonts[key]; ok {
		return f
	}
	f := &usedFont{font: c.doc.Font(o), dict: dict, codes: map[int]pdf.Char{}, rendered: map[int]bool{}}
	f.name = fmt.Sprintf("font %s", c.doc.Name(dict["BaseFont"]))
	if r, ok := o.(pdf.Ref); ok {
		f.name += fmt.Sprintf(", object %d", r.Num)
	}
	c.fonts[key] = f
	c.order = append(c.order, f)
	return f
}

func (p *painter) text(op pdf.Operator, state graphics, where string) {
	if state.font == nil {
		p.fail("A 6.2.2", where, "text is shown without a font")
		return
	}
	var show func(o pdf.Object)
	some := false
	show = func(o pdf.Object) {
		switch v := o.(type) {
		case pdf.Array:
			for _, e := range v {
				show(e)
			}
		case pdf.String:
			for b := []byte(v); len(b) > 0; {
				var ch pdf.Char
				ch, b = state.font.font.Next(b)
				state.font.codes[ch.Code] = ch
				if state.mode != 3 {
					state.font.rendered[ch.Code] = true
				}
				some = true
			}
		}
	}
	for _, a := range op.Args {
		show(a)
	}
	if some {
		p.paint(where, "text")
	}
}

// paint asks that what is painted be content or an artifact.
func (p *painter) paint(where, what string) {
	for _, m := range p.marks {
		if m.artifact || m.tagged {
			return
		}
	}
	p.fail("01-005", where, "%s is neither tagged nor an artifact", what)
}

// drawn notes that something other than text is painted as content.
func (p *painter) drawn() {
	for _, m := range p.marks {
		if m.artifact {
			return
		}
	}
	p.graphics = true
}

func (p *painter) begin(op pdf.Operator, res pdf.Dict, owner pdf.Ref, where string) {
	var m open
	artifact, tagged := false, false
	for _, o := range p.marks {
		artifact = artifact || o.artifact
		tagged = tagged || o.tagged
	}
	var tag pdf.Name
	if len(op.Args) > 0 {
		tag, _ = op.Args[0].(pdf.Name)
	}
	if tag == "" {
		p.fail("A 6.2.2", where, "a marked-content sequence has no tag")
	}
	var props pdf.Dict
	if op.Name == "BDC" && len(op.Args) > 1 {
		switch v := op.Args[1].(type) {
		case pdf.Dict:
			props = v
		case pdf.Name:
			props = p.doc.Dict(p.resource(res, "Properties", v, where))
		}
	}
	if tag == "Artifact" {
		m.artifact = true
		if tagged {
			p.fail("01-003", where, "an artifact begins inside tagged content")
		}
	}
	if lang, ok := p.doc.Resolve(props["Lang"]).(pdf.String); ok {
		p.language(lang.Text(), where)
		m.lang = true
	}
	if id, ok := p.doc.Int(props["MCID"]); ok {
		at := pdf.Content{Owner: owner, MCID: id}
		if f := p.forms[owner]; f != nil {
			f.marked = true
		}
		if p.painted[at] && p.depth == 0 {
			p.fail("A 6.7.3", where, "the number %d of marked content is used twice", id)
		}
		p.painted[at] = true
		if p.tree != nil && p.tree.Element(at) != nil {
			m.tagged = true
			if artifact {
				p.fail("01-004", where, "the tagged content %d begins inside an artifact", id)
			}
		} else if !m.artifact && !artifact {
			p.fail("01-005", where, "the marked content %d is in no structure element", id)
		}
	}
	p.marks = append(p.marks, m)
}

func (p *painter) do(o pdf.Object, res pdf.Dict, where string) {
	x := p.doc.Stream(o)
	if x == nil {
		return
	}
	switch kind := p.doc.Name(x.Dict["Subtype"]); kind {
	case "Image":
		p.paint(where, "a picture")
		p.drawn()
		if cs := x.Dict["ColorSpace"]; cs != nil {
			p.colorSpace(cs, res, where)
		}
		p.intent(x.Dict["Intent"], where)
		if x.Dict["SMask"] != nil {
			p.blends = true
		}
	case "Form":
		f := p.forms[x.Ref]
		if f == nil {
			f = &form{where: object(x.Ref)}
			p.forms[x.Ref] = f
		}
		f.times++
		if p.depth > 16 || f.times > 100 {
			return
		}
		data, err := p.doc.Data(x)
		if err != nil {
			p.fail("A 6.2.2", object(x.Ref), "%v", err)
			return
		}
		own := p.doc.Dict(x.Dict["Resources"])
		if own == nil {
			own = res
		}
		p.depth++
		p.run(data, own, x.Ref, object(x.Ref))
		p.depth--
	default:
		p.fail("A 6.2.9", object(x.Ref), "an XObject of kind %q is painted", string(kind))
	}
}

func (p *painter) inlineImage(op pdf.Operator, where string) {
	for i := 0; i+1 < len(op.Args); i += 2 {
		key, _ := op.Args[i].(pdf.Name)
		switch key {
		case "F", "Filter":
			filters, ok := op.Args[i+1].(pdf.Array)
			if !ok {
				filters = pdf.Array{op.Args[i+1]}
			}
			for _, f := range filters {
				name, _ := f.(pdf.Name)
				if !strings.Contains(" AHx A85 Fl RL CCF DCT ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode CCITTFaxDecode DCTDecode ", " "+string(name)+" ") {
					p.fail("A 6.1.10", where, "a picture in the content uses the filter %s", name)
				}
			}
		case "CS", "ColorSpace":
			switch op.Args[i+1] {
			case pdf.Name("RGB"):
				p.device("DeviceRGB", where)
			case pdf.Name("G"):
				p.device("DeviceGray", where)
			case pdf.Name("CMYK"):
				p.device("DeviceCMYK", where)
			}
		case "I", "Interpolate":
			if op.Args[i+1] == true {
				p.fail("A 6.2.8", where, "a picture in the content is to be smoothed")
			}
		}
	}
}

func (c *checker) device(space, where string) {
	if _, ok := c.colors[space]; !ok {
		c.colors[space] = where
	}
}

// colorSpace notes the device colour spaces that a colour space is made of.
func (p *painter) colorSpace(o pdf.Object, res pdf.Dict, where string) {
	p.colorSpaceAt(o, res, where, 0)
}

func (p *painter) colorSpaceAt(o pdf.Object, res pdf.Dict, where string, depth int) {
	if depth > 8 {
		return
	}
	switch v := p.doc.Resolve(o).(type) {
	case pdf.Name:
		switch v {
		case "DeviceRGB", "DeviceGray", "DeviceCMYK":
			p.device(string(v), where)
		case "Pattern":
		default:
			p.colorSpaceAt(p.resource(res, "ColorSpace", v, where), res, where, depth+1)
		}
	case pdf.Array:
		if len(v) == 0 {
			return
		}
		switch p.doc.Name(v[0]) {
		case "Indexed", "Pattern":
			if len(v) > 1 {
				p.colorSpaceAt(v[1], res, where, depth+1)
			}
		case "Separation", "DeviceN":
			if len(v) > 2 {
				p.colorSpaceAt(v[2], res, where, depth+1)
			}
			if n := len(p.doc.Array(v[1])); n > 32 {
				p.fail("A 6.1.13", where, "a colour space has %d colours, more than 32", n)
			}
		case "ICCBased":
			if len(v) > 1 {
				p.profile(p.doc.Stream(v[1]), where)
			}
		case "DeviceRGB", "DeviceGray", "DeviceCMYK":
			p.device(string(p.doc.Name(v[0])), where)
		}
	}
}

func (p *painter) shading(o pdf.Object, where string) {
	if cs := p.doc.Dict(o)["ColorSpace"]; cs != nil {
		p.colorSpace(cs, nil, where)
	}
}

func (c *checker) intent(o pdf.Object, where string) {
	switch n := c.doc.Name(o); n {
	case "", "RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation":
	default:
		c.fail("A 6.2.5", where, "the rendering intent %q is not known", string(n))
	}
}
