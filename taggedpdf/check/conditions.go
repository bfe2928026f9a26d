package check

// How tells how a condition can be found.
type How int

// The ways.
const (
	Machine How = iota // by this package
	Human              // by somebody who looks at the file and understands it
	Nothing            // there is no test of its own; other conditions cover it
)

// A Condition is one way in which a file can fail.
type Condition struct {
	ID    string // of the Matterhorn Protocol, "14-003", or the clause of ISO 19005-2, "A 6.1.3"
	How   How
	Words string // the failure, in our words
}

// Conditions lists all conditions in order: first the failure conditions of the Matterhorn Protocol for PDF/UA-1 (136 in its
// edition 1.02; edition 1.1 has one more, which is here too), then the clauses of PDF/A-2 for level A that this package looks at.
func Conditions() []Condition {
	return append(matterhorn[:len(matterhorn):len(matterhorn)], archival...)
}

// Lookup finds a condition by its ID.
func Lookup(id string) (Condition, bool) {
	for _, list := range [][]Condition{matterhorn, archival} {
		for _, c := range list {
			if c.ID == id {
				return c, true
			}
		}
	}
	return Condition{}, false
}

var matterhorn = []Condition{
	{"01-001", Human, "something that is no content, such as a rule or a running head, is tagged as content"},
	{"01-002", Human, "content is marked as an artifact, so that nobody hears it"},
	{"01-003", Machine, "an artifact stands inside tagged content"},
	{"01-004", Machine, "tagged content stands inside an artifact"},
	{"01-005", Machine, "something is painted that is neither tagged nor marked as an artifact"},
	{"01-006", Human, "a structure type or attribute does not fit what it is used for"},
	{"01-007", Machine, "the file itself calls its tags suspect"},
	{"02-001", Machine, "a structure type of the file's own leads to no standard type"},
	{"02-002", Human, "a structure type of the file's own is mapped to a type that does not fit"},
	{"02-003", Machine, "the role map runs in a circle"},
	{"02-004", Machine, "the role map changes the meaning of a standard type"},
	{"03-001", Human, "an action makes the page flicker"},
	{"03-002", Human, "a film or animation flickers"},
	{"03-003", Human, "a script makes the page flicker"},
	{"04-001", Human, "something is told by colour, contrast or place alone, and not by tags"},
	{"05-001", Human, "what is heard in a film is told in no other form"},
	{"05-002", Human, "what is heard in a sound is told in no other form"},
	{"05-003", Human, "a script beeps and tells it in no other form"},
	{"06-001", Machine, "the file has no XMP metadata"},
	{"06-002", Machine, "the metadata do not declare PDF/UA"},
	{"06-003", Machine, "the metadata have no title"},
	{"06-004", Human, "the title does not tell which document this is"},
	{"07-001", Machine, "the file does not ask for its title to be shown"},
	{"07-002", Machine, "the file asks for its name to be shown instead of its title"},
	{"08-001", Human, "recognized text has serious mistakes"},
	{"08-002", Human, "recognized text is not tagged"},
	{"09-001", Human, "the tags are not in the order of reading"},
	{"09-002", Human, "tags are nested in a way that makes no sense"},
	{"09-003", Human, "a tag does not fit its content"},
	{"09-004", Machine, "a table is not built of rows and cells as it must be"},
	{"09-005", Machine, "a list is not built of items, labels and bodies as it must be"},
	{"09-006", Machine, "a table of contents is not built of its items as it must be"},
	{"09-007", Machine, "a ruby text is not built as it must be"},
	{"09-008", Machine, "a warichu text is not built as it must be"},
	{"10-001", Machine, "the file does not tell what a character says"},
	{"11-001", Machine, "the language of text on the pages cannot be told"},
	{"11-002", Machine, "the language of an alternative, replacement or expansion text cannot be told"},
	{"11-003", Machine, "the language of the bookmarks cannot be told"},
	{"11-004", Machine, "the language of an annotation's text cannot be told"},
	{"11-005", Machine, "the language of a form field's description cannot be told"},
	{"11-006", Machine, "the language of the metadata cannot be told"},
	{"11-007", Human, "a language is declared that is not the one of the text"},
	{"12-001", Human, "a character that is stretched over several pieces is not one character for the reader"},
	{"13-001", Human, "a picture or drawing is not tagged as a figure"},
	{"13-002", Human, "a link on a picture does not tell of both"},
	{"13-003", Human, "a caption is not tagged as one"},
	{"13-004", Machine, "a figure has neither an alternative nor a replacement text"},
	{"13-005", Human, "a figure has a replacement text where it should have an alternative one"},
	{"13-006", Human, "a part of a drawing that means nothing alone is tagged alone"},
	{"13-007", Human, "a form that more people could use was not chosen"},
	{"13-008", Human, "a figure that is meant as text has no replacement text"},
	{"14-001", Human, "a heading is not tagged as one"},
	{"14-002", Machine, "the first heading is not of level 1"},
	{"14-003", Machine, "a heading skips a level"},
	{"14-004", Human, "levels of headings are not counted in Arabic numerals"},
	{"14-005", Human, "a heading of the seventh level or below is tagged as one of a higher level"},
	{"14-006", Machine, "an element holds more than one H"},
	{"14-007", Machine, "both H and numbered headings are used"},
	{"15-001", Human, "the head of a row is not tagged as one"},
	{"15-002", Human, "the head of a column is not tagged as one"},
	{"15-003", Machine, "a head cell does not tell of what it is the head, nor do the cells name their heads"},
	{"15-004", Human, "something is tagged as a table that has no rows and columns"},
	{"15-005", Human, "it cannot be told which heads a cell has"},
	{"16-001", Human, "a numbered list does not tell how it is numbered"},
	{"16-002", Human, "a numbered list tells a numbering that is none"},
	{"16-003", Human, "a list is not tagged as one"},
	{"17-001", Human, "a mathematical expression is not tagged as a formula"},
	{"17-002", Machine, "a formula has no alternative text"},
	{"17-003", Machine, "the file does not tell what a character in a formula says"},
	{"18-001", Human, "a running head or foot is not marked as a pagination artifact"},
	{"18-002", Human, "a running head or foot is not marked as head or foot"},
	{"19-001", Human, "a footnote or endnote is not tagged as a note"},
	{"19-002", Human, "a reference is not tagged as one"},
	{"19-003", Machine, "a note has no ID"},
	{"19-004", Machine, "two notes have the same ID"},
	{"20-001", Machine, "a configuration of layers has no name"},
	{"20-002", Machine, "the default configuration of layers has no name"},
	{"20-003", Machine, "a configuration of layers switches them by itself"},
	{"21-001", Machine, "an embedded file has no name for every kind of reader"},
	{"22-001", Human, "an article thread does not follow the order of reading"},
	{"23-001", Nothing, "digital signatures: the conditions for form fields apply"},
	{"24-001", Human, "the fields of a form that is to be printed are not tagged as such"},
	{"25-001", Machine, "a form of XFA can only be shown by running it"},
	{"26-001", Machine, "the file is encrypted and does not tell what is permitted"},
	{"26-002", Machine, "the file forbids the software of people with disabilities to read it"},
	{"27-001", Nothing, "navigation: the conditions for headings and bookmarks apply"},
	{"28-001", Human, "an annotation is not where it belongs in the order of reading"},
	{"28-002", Machine, "an annotation that is no link or field is in no Annot element"},
	{"28-003", Human, "an annotation that is used for its looks is not tagged by its meaning"},
	{"28-004", Machine, "an annotation has no text that tells of it"},
	{"28-005", Machine, "a form field has no text that tells of it"},
	{"28-006", Machine, "an annotation of no known kind is not tagged or tells nothing"},
	{"28-007", Machine, "there is a trap network annotation"},
	{"28-008", Machine, "a page with annotations does not tell their order"},
	{"28-009", Machine, "a page with annotations does not put them in the order of the structure"},
	{"28-010", Machine, "a form field is in no Form element"},
	{"28-011", Machine, "a link is in no Link element"},
	{"28-012", Machine, "a link has no text that tells where it leads"},
	{"28-013", Human, "a link depends on where it is clicked and offers no other way"},
	{"28-014", Machine, "a film or sound does not tell its kind"},
	{"28-015", Machine, "a film or sound has no alternative text"},
	{"28-016", Machine, "an attached file has no name for every kind of reader"},
	{"28-017", Machine, "a printer's mark is in the structure"},
	{"28-018", Machine, "the drawing of a printer's mark is no artifact"},
	{"29-001", Human, "a script demands keys within a time"},
	{"30-001", Machine, "a part of another file is shown"},
	{"30-002", Machine, "a form XObject with tagged content is shown more than once"},
	{"31-001", Machine, "a font and its encoding are of different registries"},
	{"31-002", Machine, "a font and its encoding are of different orderings"},
	{"31-003", Machine, "a font's encoding is of a later supplement than the font"},
	{"31-004", Machine, "a TrueType CID font maps its CIDs by something that is no stream and not Identity"},
	{"31-005", Machine, "a TrueType CID font does not tell which glyphs its CIDs are"},
	{"31-006", Machine, "an encoding is neither a known one nor in the file"},
	{"31-007", Machine, "an encoding and its dictionary differ in the direction of writing"},
	{"31-008", Machine, "an encoding builds on another that is not a known one"},
	{"31-009", Machine, "a font that is shown is not in the file"},
	{"31-010", Human, "a font is in the file whose licence does not allow it"},
	{"31-011", Machine, "a font lacks a glyph that is shown"},
	{"31-012", Machine, "a Type 1 font has a glyph that its CharSet does not list"},
	{"31-013", Machine, "a Type 1 font lacks a glyph that its CharSet lists"},
	{"31-014", Machine, "a CID font has a glyph that its CIDSet does not list"},
	{"31-015", Machine, "a CID font lacks a glyph that its CIDSet lists"},
	{"31-016", Machine, "a width in the file is not the width in the font"},
	{"31-017", Machine, "a TrueType font of text has no Unicode or Macintosh character map"},
	{"31-018", Machine, "a character is not in the character map of its TrueType font"},
	{"31-019", Machine, "a TrueType font of text has no encoding"},
	{"31-020", Machine, "a TrueType font of text changes an encoding that it does not name"},
	{"31-021", Machine, "a TrueType font of text has an encoding other than WinAnsi and MacRoman"},
	{"31-022", Machine, "a TrueType font of text has a glyph name that is not in the Adobe Glyph List"},
	{"31-023", Machine, "a TrueType font with changed encoding has no Unicode character map"},
	{"31-024", Machine, "a TrueType font of symbols has an encoding"},
	{"31-025", Machine, "a TrueType font of symbols has no character map"},
	{"31-026", Machine, "a TrueType font of symbols has several character maps and none for symbols"},
	{"31-027", Machine, "a font tells in none of the permitted ways what its characters say"},
	{"31-028", Machine, "a font says that a character is U+0000"},
	{"31-029", Machine, "a font says that a character is U+FEFF or U+FFFE"},
	{"31-030", Machine, "the glyph for a missing character is shown"},
}

var archival = []Condition{
	{"A 6.1.2", Machine, "the file does not begin with its header and a comment of bytes above 127"},
	{"A 6.1.3", Machine, "the trailer lacks an ID, the file is encrypted, or something stands behind its end"},
	{"A 6.1.4", Machine, "the cross-reference table is wrong or not formed as it must be"},
	{"A 6.1.5", Machine, "the document information and the metadata differ"},
	{"A 6.1.6", Machine, "a hexadecimal string has an odd number of digits or something else in it"},
	{"A 6.1.7", Machine, "a stream has a wrong length, lies in another file, or uses LZW, encryption or an unknown filter"},
	{"A 6.1.8", Machine, "a name that is shown to people is not in UTF-8"},
	{"A 6.1.9", Machine, "an object is not set off by spaces and line ends as it must be"},
	{"A 6.1.10", Machine, "a picture in a content stream uses LZW or an unknown filter"},
	{"A 6.1.11", Machine, "there are embedded files, which would have to be PDF/A too"},
	{"A 6.1.12", Machine, "the permissions have unknown entries"},
	{"A 6.1.13", Machine, "a limit of all readers is passed: numbers, lengths, nesting, size of a page"},
	{"A 6.2.2", Machine, "a content stream has an unknown operator or uses a resource that it does not have"},
	{"A 6.2.3", Machine, "the output intent is missing or its colour profile cannot be used"},
	{"A 6.2.4", Machine, "a colour space is used that depends on the device and not on the output intent"},
	{"A 6.2.5", Machine, "a graphics state sets transfer functions or halftones"},
	{"A 6.2.8", Machine, "a picture has alternates, or is to be smoothed"},
	{"A 6.2.9", Machine, "there is a PostScript XObject, or one from another file"},
	{"A 6.2.10", Machine, "transparency is used with an unknown blend mode or without a colour space to blend in"},
	{"A 6.2.11", Machine, "a font is not in the file, has other widths there, or is damaged"},
	{"A 6.2.11.7", Machine, "the file does not tell for every character what it says"},
	{"A 6.3.1", Machine, "there is a sound, film, 3D or other forbidden annotation"},
	{"A 6.3.2", Machine, "an annotation is hidden or is not printed"},
	{"A 6.3.3", Machine, "an annotation does not hold its looks"},
	{"A 6.4", Machine, "a form holds actions or XFA, or asks the reader to draw its fields"},
	{"A 6.5.1", Machine, "there is an action that is forbidden, such as a script or the start of a program"},
	{"A 6.5.2", Machine, "an action starts by itself"},
	{"A 6.6.2", Machine, "the metadata are missing, are no XMP, or use properties that nothing describes"},
	{"A 6.6.4", Machine, "the metadata do not declare PDF/A-2, level A"},
	{"A 6.7.2", Machine, "the file is not marked as tagged"},
	{"A 6.7.3", Machine, "the structure tree is broken, or does not lead from the content and back to it"},
	{"A 6.7.4", Machine, "a language is not named as it must be"},
	{"A 6.9", Machine, "layers are configured in a forbidden way"},
	{"A 6.10", Machine, "there are alternate presentations or steps of presentation"},
	{"A 6.11", Machine, "the file makes requirements of its readers"},
}
