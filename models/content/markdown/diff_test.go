package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestADifferenceShowsWords(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"Un chat.", "Un chat.", "same[Un chat.]"},
		{"Le chat dort ici.", "Le chien dort ici.", "same[Le ] removed[chat] added[chien] same[ dort ici.]"},
		{"Vous pouvez partir.", "Vous ne pouvez pas partir.", "same[Vous ] added[ne ] same[pouvez] added[ pas] same[ partir.]"},
		{"Voir ⟦1⟧ ici", "Voir ⟦2⟧ ici", "same[Voir ] removed[⟦1⟧] added[⟦2⟧] same[ ici]"},
		{"a", "", "removed[a]"},
	} {
		var parts []string
		for _, chunk := range Diff(c.old, c.new) {
			parts = append(parts, fmt.Sprintf("%s[%s]", chunk.Kind, chunk.Text))
		}
		if got := strings.Join(parts, " "); got != c.want {
			t.Errorf("%q %q: %s", c.old, c.new, got)
		}
	}
}

func TestADifferenceLosesNothing(t *testing.T) {
	long := strings.Repeat("mot ", 3000)
	for _, c := range [][2]string{{"a\nb  c", "c b\na"}, {long, strings.ToUpper(long)}, {golden, strings.ReplaceAll(golden, "e", "é")}, {"\xff", "\xfe a"}} {
		old, new := "", ""
		for _, chunk := range Diff(c[0], c[1]) {
			if chunk.Kind != Added {
				old += chunk.Text
			}
			if chunk.Kind != Removed {
				new += chunk.Text
			}
		}
		if old != c[0] || new != c[1] {
			t.Errorf("%.40q became %.40q", c, [2]string{old, new})
		}
	}
}

func TestNeighbouringChangesAreReadAsOne(t *testing.T) {
	old, new := "Qui édite ce site, qui l’héberge, comment nous joindre.", "Qui nous sommes, en droit, et qui nous héberge."
	got := Readable(Diff(old, new))
	want := []Chunk{
		{Same, "Qui "}, {Removed, "édite ce site, qui l’héberge, comment "}, {Added, "nous sommes, en droit, et qui "}, {Same, "nous "}, {Removed, "joindre"}, {Added, "héberge"}, {Same, "."},
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	var was, is string
	for _, c := range got {
		if c.Kind != Added {
			was += c.Text
		}
		if c.Kind != Removed {
			is += c.Text
		}
	}
	if was != old || is != new {
		t.Fatalf("%q %q", was, is)
	}
	if got := Readable(Diff("un ⟦1⟧ deux", "trois ⟦1⟧ quatre")); len(got) != 5 {
		t.Fatalf("a mark is no blank: %q", got)
	}
}
