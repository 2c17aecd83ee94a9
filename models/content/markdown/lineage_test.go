package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// segments are the blocks of an earlier source, numbered from 1.
func segments(t *testing.T, src string) []Segment {
	t.Helper()
	var list []Segment
	for i, b := range mustCut(t, src) {
		list = append(list, Segment{ID: uint(i + 1), Kind: b.Kind, Path: b.Path, Text: b.Text, Hash: b.Hash, Active: true})
	}
	return list
}

func TestLineageSurvivesEdits(t *testing.T) {
	table := "| a | b |\n|---|---|\n%s| un | oui |\n| deux | non |\n| trois | oui |\n"
	for name, c := range map[string]struct{ before, after, want string }{
		"nothing changed":       {"Un.\n\nDeux.\n", "Un.\n\nDeux.\n", "1 kept, 2 kept"},
		"two paragraphs swap":   {"Un.\n\nDeux.\n\nTrois.\n", "Deux.\n\nUn.\n\nTrois.\n", "2 kept, 1 kept, 3 kept"},
		"one word":              {"Un.\n\nLe chat dort ici.\n", "Un.\n\nLe chien dort ici.\n", "1 kept, 2 edited"},
		"a negation":            {"Vous pouvez partir.\n", "Vous ne pouvez pas partir.\n", "1 edited"},
		"only an address":       {"Le [guide](/a).\n", "Le [guide](/b).\n", "1 kept"},
		"under another heading": {"# A\n\nUn.\n\n# B\n", "# A\n\n# B\n\nUn.\n", "1 kept, 3 kept, 2 moved"},
		"not across an anchor":  {"Le chat dort ici.\n\nUn.\n", "Un.\n\nLe chat dort là.\n", "2 kept, 0 fresh"},
		"another text":          {"Le chat dort.\n", "Nous vendons des légumes.\n", "0 fresh"},
		"another kind":          {"Le chat dort.\n", "- Le chat dort!\n", "0 fresh"},
		"the likest first":      {"Le chat dort ici.\n\nLe chat dort là-bas.\n", "Le chat dort là-bas!\n\nAutre chose.\n", "2 edited, 0 fresh"},
		"repeated cells": {
			fmt.Sprintf(table, ""), fmt.Sprintf(table, "| zéro | oui |\n"),
			"1 kept, 2 kept, 0 fresh, 4 kept, 3 kept, 8 kept, 5 kept, 6 kept, 7 kept, 0 fresh",
		},
	} {
		old := segments(t, c.before)
		if got := tell(old, Bind(old, mustCut(t, c.after))); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func tell(old []Segment, bound []Binding) string {
	var parts []string
	for _, b := range bound {
		id := uint(0)
		if b.Old >= 0 {
			id = old[b.Old].ID
		}
		parts = append(parts, fmt.Sprintf("%d %s", id, b.How))
	}
	return strings.Join(parts, ", ")
}

func TestADeletedBlockComesBack(t *testing.T) {
	old := segments(t, "Le chat dort.\n\nDeux.\n")
	bound := Bind(old, mustCut(t, "Deux.\n"))
	left := Left(old, bound)
	if len(left) != 1 || left[0].ID != 1 {
		t.Fatalf("left behind: %+v", left)
	}
	old[0].Active = false
	if got := tell(old, Bind(old, mustCut(t, "Le chat dort.\n\nDeux.\n"))); got != "1 restored, 2 kept" {
		t.Error(got)
	}
	if got := tell(old, Bind(old, mustCut(t, "Le chat dort !\n\nDeux.\n"))); got != "0 fresh, 2 kept" {
		t.Errorf("a deleted block is not edited: %s", got)
	}
}

func TestANewAddressIsInEveryBuild(t *testing.T) {
	after := "Le [guide](/b).\n"
	built := Build([]byte(after), mustCut(t, after), map[int]string{0: "The ⟦1⟧guide⟦2⟧."})
	if string(built) != "The [guide](/b).\n" {
		t.Errorf("%q", built)
	}
}

func TestStillCorrectIsNotOfferedWhenSenseMayTurn(t *testing.T) {
	for name, c := range map[string]struct {
		lang, old, new string
		want           bool
	}{
		"a typo":          {"en", "You may leav.", "You may leave.", true},
		"not":             {"en", "You may leave.", "You may not leave.", false},
		"can't":           {"en", "You can leave.", "You can't leave.", false},
		"ne … pas":        {"fr", "Vous pouvez.", "Vous ne pouvez pas.", false},
		"a number":        {"fr", "Avant 10 jours.", "Avant 12 jours.", false},
		"a hole":          {"fr", "Voir ⟦1⟧.", "Voir ⟦1⟧ et ⟦2⟧.", false},
		"number reformed": {"fr", "Coûte 1 000 euros.", "Coûte 1\u202f000 euros.", true},
	} {
		if got := StillCorrect(c.lang, c.old, c.new); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDistanceAgreesWithTheTextbook(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"chat", "chats", 1}, {"a⟦1⟧b", "a⟦2⟧b", 1}, {"été", "ete", 2}, {"abcd", "badc", 3}} {
		if got := distance(letters(c.a), letters(c.b), 99); got != c.want {
			t.Errorf("%q %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(letters(c.b), letters(c.a), c.want-1); c.want > 0 && got != c.want {
			t.Errorf("%q %q does not stop just beyond its limit: %d", c.a, c.b, got)
		}
	}
}

func TestAnchorsAreTheLongestRunInOrder(t *testing.T) {
	for _, c := range []struct{ numbers, want []int }{
		{nil, nil},
		{[]int{-1, -1}, nil},
		{[]int{0, 1, 2}, []int{0, 1, 2}},
		{[]int{5, 0, -1, 1, 4, 2, 3}, []int{1, 3, 5, 6}},
		{[]int{3, 2, 1}, []int{2}},
	} {
		if got := rising(c.numbers); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.numbers, got, c.want)
		}
	}
}
