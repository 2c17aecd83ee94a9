package markdown

import "testing"

func TestTranslationsTakeTheirPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		src, want string
		targets   map[int]string
	}{
		"a page": {
			golden, "# Summer {#summer}\n\nRead ⟦x⟧ [the *guide*](https://e.org/a \"Aide\") and `ls -l`.\n\n> One\\\n> two three\n\n- b\n  suite\n- [ ] task\n\n| x \\| y \\| z | <b>z</b> |\n|---|---|\n| yes | **no** |\n",
			map[int]string{0: "Summer", 1: "Read ⟦x⟧ ⟦1⟧the ⟦2⟧guide⟦3⟧ and ⟦4⟧.", 2: "One⟦1⟧two\nthree", 4: "⟦1⟧task", 5: `x \| y | z`, 7: "yes", 8: "⟦1⟧no⟦2⟧"},
		},
		"a heading keeps its id":        {"# Été\n\n# Été\n", "# Summer {#ete}\n\n# Again {#ete-1}\n", map[int]string{0: "Summer", 1: "Again"}},
		"beside other attributes":       {"# Été {.x}\n", "# Summer {#ete .x}\n", map[int]string{0: "Summer"}},
		"behind closing signs":          {"## Été ##\n", "## Summer ## {#ete}\n", map[int]string{0: "Summer"}},
		"under a line":                  {"Été\n===\n", "Summer {#ete}\n===\n", map[int]string{0: "Summer"}},
		"a link named by its words":     {"[guide] [Guide][]\n\n[guide]: /g\n", "[manual][guide] [Manual][Guide]\n\n[guide]: /g\n", map[int]string{0: "⟦1⟧manual⟦2⟧ ⟦3⟧Manual⟦4⟧"}},
		"no new list":                   {"a\n\nb\n\nc\n\nd\n", "\\- a\n\n1\\. b\n\n\\# c\n\n\\[^x] d\n", map[int]string{0: "- a", 1: "1. b", 2: "# c", 3: "[^x] d"}},
		"no new fence":                  {"a\n", "\\`\\`\\` b\n", map[int]string{0: "``` b"}},
		"nor after a line break":        {"a\\\nb\n", "A\\\n\\- B\n", map[int]string{0: "A⟦1⟧- B"}},
		"no lost sign at a heading end": {"# a\n", "# C \\# {#a}\n", map[int]string{0: "C #"}},
		"a cell ends with a backslash":  {"|a|\n|-|\n|b|\n", "|a|\n|-|\n|B\\ |\n", map[int]string{1: `B\`}},
		"blank targets are no targets":  {"a\n", "a\n", map[int]string{0: "  "}},
	} {
		blocks := mustCut(t, c.src)
		if got := string(Build([]byte(c.src), blocks, c.targets)); got != c.want {
			t.Errorf("%s: got\n%q, want\n%q", name, got, c.want)
		}
	}
}

func TestTitlesAreTranslatedToo(t *testing.T) {
	src := "Voir [*le* guide](/g \"Le \\\"guide\\\"\") et ![x](/i.png 'Image') fin\n"
	blocks := mustCut(t, src)
	all := append(blocks, Titles([]byte(src), blocks)...)
	if len(all) != 3 || all[2].Text != "Image" || all[1].Kind != KindTitle {
		t.Fatalf("got %+v", all)
	}
	titles := map[int]string{1: `The "manual"`, 2: "It's"}
	if got := string(Build([]byte(src), all, titles)); got != "Voir [*le* guide](/g \"The \\\"manual\\\"\") et ![x](/i.png 'It\\'s') fin\n" {
		t.Errorf("titles alone: %q", got)
	}
	titles[0] = "See ⟦1⟧the⟦2⟧ manual⟦3⟧ and ⟦4⟧y⟦5⟧ end"
	if got := string(Build([]byte(src), all, titles)); got != "See [*the* manual](/g \"The \\\"manual\\\"\") and ![y](/i.png 'It\\'s') end\n" {
		t.Errorf("with their block: %q", got)
	}
}
