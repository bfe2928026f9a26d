package serif

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheFontsHaveWhatLettersAreWrittenWith(t *testing.T) {
	t.Parallel()
	f := Fonts()
	const letters = "ABCXYZ abcxyz 0123456789 .,;:!?¿¡'\"‘’“”()[]{}/\\|&@#$%*+-–—=<>≤≥≠±×÷°½¼¾²³µ§¶•…€£©®™†‡" +
		"ÁÉÍÓÚÜÑáéíóúüñ ÀÈÌÒÙàèìòù ÄÖŸäöß ÇçŁłŐőŰűŽžŠšČčĐđĞğİıŞşŢţ ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ αβγδκμΩ fi"
	for name, font := range map[string]interface{ Has(rune) bool }{"regular": f.Regular, "bold": f.Bold, "italic": f.Italic, "bold italic": f.BoldItalic} {
		var missing []rune
		for _, r := range letters {
			if !font.Has(r) {
				missing = append(missing, r)
			}
		}
		if len(missing) > 0 {
			t.Errorf("the %s font lacks %q", name, string(missing))
		}
	}
	if d := cmp.Diff([]rune("中א"), f.Missing("☐☑☒✓✗→⇒∑√∞ Жук Ωμέγα Հայ ქარ ①½ 中 א \ufffd")); d != "" {
		t.Error(d)
	}
}
