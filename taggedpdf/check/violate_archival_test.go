package check

import (
	"bytes"
	"strings"

	"github.com/openimr/openimr/internal/pdf"
)

// raw changes the bytes of the file at last.
func raw(old, with string) func(e *edit) {
	return func(e *edit) {
		e.raw = func(b []byte) []byte {
			if !bytes.Contains(b, []byte(old)) {
				e.t.Fatalf("the file does not hold %q", old)
			}
			return bytes.Replace(b, []byte(old), []byte(with), 1)
		}
	}
}

func (e *edit) outputIntent() dict { return e.dict(e.get(e.catalog()["OutputIntents"]).(array)[0]) }

func (e *edit) profile() *pdf.Stream {
	return e.get(e.outputIntent()["DestOutputProfile"]).(*pdf.Stream)
}

// start has the catalog start an action.
func start(action dict) func(e *edit) {
	return func(e *edit) { action["Type"] = name("Action"); e.catalog()["OpenAction"] = action }
}

var archivalViolations = []violation{
	{"A 6.1.2", "bytes before the header", func(e *edit) { e.raw = func(b []byte) []byte { return append([]byte("x\n"), b...) } }},
	{"A 6.1.2", "a header alone", raw("%\xE2\xE3\xCF\xD3\n", "")},
	{"A 6.1.3", "no ID", func(e *edit) { remove(e.trailer, "ID") }},
	{"A 6.1.3", "something behind the end", func(e *edit) { e.raw = func(b []byte) []byte { return append(b, "trailing\n"...) } }},
	{"A 6.1.4", "a table of another form", raw("xref\n0", "xref\n\n0")},
	{"A 6.1.4", "a table that leads nowhere", raw("startxref\n", "startxref\n1")},
	{"A 6.1.5", "another title", func(e *edit) { e.dict(e.trailer["Info"])["Title"] = str("Another") }},
	{"A 6.1.5", "another producer", func(e *edit) { e.dict(e.trailer["Info"])["Producer"] = str("Another") }},
	{"A 6.1.5", "an author in one place only", func(e *edit) { e.dict(e.trailer["Info"])["Author"] = str("Somebody") }},
	{"A 6.1.5", "another time", func(e *edit) { e.dict(e.trailer["Info"])["CreationDate"] = str("D:20200101000000+00'00'") }},
	{"A 6.1.6", "an odd number of digits", func(e *edit) { e.catalog()["X"] = str("\xAB"); raw("<AB>", "<ABC>")(e) }},
	{"A 6.1.6", "a letter that is no digit", func(e *edit) { e.catalog()["X"] = str("\xAB"); raw("<AB>", "<AG>")(e) }},
	{"A 6.1.7", "a stream that is longer than it says", func(e *edit) { e.content().Dict["Length"] = name("lies") }},
	{"A 6.1.7", "a stream in LZW", func(e *edit) {
		e.add(&pdf.Stream{Dict: dict{"Filter": name("LZWDecode")}, Raw: []byte("\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01")})
	}},
	{"A 6.1.7", "a stream in another file", func(e *edit) { e.add(&pdf.Stream{Dict: dict{"F": str("other.bin")}}) }},
	{"A 6.1.9", "an object in the middle of a line", raw("\nendobj\n2 0 obj", "\nendobj 2 0 obj")},
	{"A 6.1.10", "a picture in LZW in the content", func(e *edit) { e.append("/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID x EI EMC") }},
	{"A 6.1.11", "embedded files", func(e *edit) { e.catalog()["Names"] = dict{"EmbeddedFiles": dict{"Names": array{}}} }},
	{"A 6.1.12", "permissions of a new kind", func(e *edit) { e.catalog()["Perms"] = dict{"Acme": dict{}} }},
	{"A 6.1.13", "a string of 40,000 bytes", func(e *edit) { e.catalog()["X"] = str(strings.Repeat("x", 40_000)) }},
	{"A 6.1.13", "a name of 200 bytes", func(e *edit) { e.catalog()["X"] = name(strings.Repeat("x", 200)) }},
	{"A 6.1.13", "an integer of 40 bits", func(e *edit) { e.catalog()["X"] = 1 << 40 }},
	{"A 6.1.13", "a state saved 29 times", func(e *edit) { e.append(strings.Repeat("q ", 29) + strings.Repeat("Q ", 29)) }},
	{"A 6.1.13", "a page of 300 inches", func(e *edit) { _, p := e.page(); p["MediaBox"] = array{0, 0, 21600, 792} }},
	{"A 6.2.2", "an operator that is none", func(e *edit) { e.append("BX 1 frobnicate EX") }},
	{"A 6.2.2", "a font that is not there", func(e *edit) { e.append("BT /Nowhere 12 Tf ET") }},
	{"A 6.2.2", "a state that is not restored", func(e *edit) { e.append("q") }},
	{"A 6.2.2", "a state that was not saved", func(e *edit) { e.append("Q") }},
	{"A 6.2.2", "a mark that is not ended", func(e *edit) { e.append("/Artifact BMC") }},
	{"A 6.2.2", "a mark that was not begun", func(e *edit) { e.append("EMC") }},
	{"A 6.2.3", "no output intent", func(e *edit) { remove(e.catalog(), "OutputIntents") }},
	{"A 6.2.3", "an output intent without profile", func(e *edit) { remove(e.outputIntent(), "DestOutputProfile") }},
	{"A 6.2.3", "a profile that is none", func(e *edit) { e.profile().Raw = []byte("not a profile") }},
	{"A 6.2.3", "a profile that is cut", func(e *edit) { p := e.profile(); p.Raw = p.Raw[:len(p.Raw)-10] }},
	{"A 6.2.3", "a profile of another number of colours", func(e *edit) { e.profile().Dict["N"] = 4 }},
	{"A 6.2.4", "CMYK with an output intent of RGB", func(e *edit) { e.append("0 0 0 1 k") }},
	{"A 6.2.4", "a picture in CMYK", func(e *edit) {
		e.paint(&pdf.Stream{Dict: dict{"Subtype": name("Image"), "Width": 1, "Height": 1, "BitsPerComponent": 8, "ColorSpace": array{name("Indexed"), name("DeviceCMYK"), 0, str("abcd")}}, Raw: []byte{0}}, 1)
	}},
	{"A 6.2.5", "a transfer function", func(e *edit) { e.state(dict{"Type": name("ExtGState"), "TR": name("Identity")}) }},
	{"A 6.2.5", "a rendering intent of somebody's own", func(e *edit) { e.append("/Vivid ri") }},
	{"A 6.2.8", "a picture to be smoothed", func(e *edit) {
		e.paint(&pdf.Stream{Dict: dict{"Subtype": name("Image"), "Width": 1, "Height": 1, "BitsPerComponent": 8, "ColorSpace": name("DeviceGray"), "Interpolate": true}, Raw: []byte{0}}, 1)
	}},
	{"A 6.2.9", "PostScript", func(e *edit) { e.paint(&pdf.Stream{Dict: dict{"Subtype": name("PS")}, Raw: []byte("showpage")}, 1) }},
	{"A 6.2.10", "a blend mode of somebody's own", func(e *edit) { e.state(dict{"Type": name("ExtGState"), "BM": name("Sparkle")}) }},
	{"A 6.2.10", "transparency and nothing to blend in", func(e *edit) {
		remove(e.catalog(), "OutputIntents")
		e.state(dict{"Type": name("ExtGState"), "ca": 0.5})
	}},
	{"A 6.3.1", "a sound", func(e *edit) { e.annotate("Annot", dict{"Subtype": name("Sound"), "Contents": str("x")}) }},
	{"A 6.3.2", "a note that is not printed", func(e *edit) { e.annotate("Annot", dict{"Subtype": name("Text"), "Contents": str("x"), "F": 0}) }},
	{"A 6.3.2", "a hidden note", func(e *edit) { e.annotate("Annot", dict{"Subtype": name("Text"), "Contents": str("x"), "F": 6}) }},
	{"A 6.3.3", "a note without looks", func(e *edit) {
		remove(e.annotate("Annot", dict{"Subtype": name("Text"), "Contents": str("x")}), "AP")
	}},
	{"A 6.3.3", "a note that looks otherwise when pressed", func(e *edit) {
		e.dict(e.annotate("Annot", dict{"Subtype": name("Text"), "Contents": str("x")})["AP"])["D"] = dict{}
	}},
	{"A 6.4", "fields that the reader must draw", func(e *edit) { e.catalog()["AcroForm"] = dict{"NeedAppearances": true} }},
	{"A 6.5.1", "a script", start(dict{"S": name("JavaScript"), "JS": str("app.beep()")})},
	{"A 6.5.1", "a program", start(dict{"S": name("Launch"), "F": str("x.exe")})},
	{"A 6.5.1", "a named action of the reader's menu", start(dict{"S": name("Named"), "N": name("Print")})},
	{"A 6.5.1", "scripts by name", func(e *edit) { e.catalog()["Names"] = dict{"JavaScript": dict{}} }},
	{"A 6.5.2", "an action at closing", func(e *edit) { e.catalog()["AA"] = dict{"WC": dict{"S": name("GoTo")}} }},
	{"A 6.5.2", "an action at turning the page", func(e *edit) { _, p := e.page(); p["AA"] = dict{"O": dict{"S": name("GoTo")}} }},
	{"A 6.6.2", "a property that nothing describes", func(e *edit) {
		e.replace(e.metadata(), "<pdfaid:part>", `<x:y xmlns:x="http://example.org/">1</x:y><pdfaid:part>`)
	}},
	{"A 6.6.2", "metadata that are no XML", func(e *edit) { e.replace(e.metadata(), "</rdf:RDF>", "") }},
	{"A 6.6.2", "metadata in Latin-1", func(e *edit) { e.replace(e.metadata(), "Everything —", "Everything \xE9") }},
	{"A 6.6.2", "a packet with an encoding", func(e *edit) { e.replace(e.metadata(), "<?xpacket begin=", "<?xpacket encoding='UTF-8' begin=") }},
	{"A 6.6.4", "level B", func(e *edit) { e.replace(e.metadata(), "<pdfaid:conformance>A", "<pdfaid:conformance>B") }},
	{"A 6.6.4", "part 3", func(e *edit) { e.replace(e.metadata(), "<pdfaid:part>2", "<pdfaid:part>3") }},
	{"A 6.7.2", "not marked", func(e *edit) { remove(e.catalog(), "MarkInfo") }},
	{"A 6.7.2", "no tree", func(e *edit) { remove(e.catalog(), "StructTreeRoot") }},
	{"A 6.9", "layers without a name", func(e *edit) { e.catalog()["OCProperties"] = dict{"D": dict{}} }},
	{"A 6.10", "steps of presentation", func(e *edit) { _, p := e.page(); p["PresSteps"] = dict{} }},
	{"A 6.10", "alternate presentations", func(e *edit) { e.catalog()["Names"] = dict{"AlternatePresentations": dict{}} }},
	{"A 6.11", "requirements", func(e *edit) { e.catalog()["Requirements"] = array{} }},
}
