package commons_test

import (
	"fmt"
	"strings"
	"testing"

	"chatiere/models/commons"
)

// deciders are the names of those who may decide on it now, and whether they are too few.
func (v village) deciders(c commons.Contribution) (list string, short bool) {
	v.t.Helper()
	story, err := commons.StoryOf(ctx, v.db, v.samia, v.load(c))
	v.must(err)
	var called []string
	for _, u := range story.Deciders {
		called = append(called, strings.TrimPrefix(u.Name, "La "))
	}
	return strings.Join(called, " "), story.Short(v.load(c))
}

// effects are what a contribution did to the books, as the council reads it.
func (v village) effects(c commons.Contribution) []commons.Effect {
	v.t.Helper()
	story, err := commons.StoryOf(ctx, v.db, v.samia, c)
	v.must(err)
	return story.Effects
}

func TestWhoMayDecideIsNamedAndAMissingPersonIsSeen(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		says := func(c commons.Contribution, names string, missing bool) {
			t.Helper()
			if list, short := v.deciders(c); list != names || short != missing {
				t.Errorf("%q %v, want %q %v", list, short, names, missing)
			}
		}
		says(v.confirm(v.log(v.kim), v.bob), "samia omar colette", false)
		says(v.confirm(v.log(v.samia), v.colette), "omar", false)
		c := v.accept(v.confirm(v.log(v.kim), v.bob), v.samia)
		v.must(c.Contest(ctx, v.db, v.kim, "Non"))
		says(c, "omar colette", false)
		v.must(c.Review(ctx, v.db, v.omar, commons.Reversed, "Elle a raison"))
		says(c, "colette", false)
		v.must(v.db.Exec("update users set disabled_at = created_at where id = ?", v.colette.ID).Error)
		says(c, "", true)
	})
}

func TestWhatWaitsForASecondPersonComesInPages(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		for n := range 27 {
			v.log(v.kim, func(f *commons.Form) { f.Title = fmt.Sprint("Page ", n) })
		}
		first, err := commons.ToConfirm(ctx, v.db, v.bob, commons.Filter{})
		v.must(err)
		second, err := commons.ToConfirm(ctx, v.db, v.bob, commons.Filter{After: first.Next})
		v.must(err)
		if len(first.Items) != 25 || len(second.Items) != 2 || second.Items[1].Title != "Page 26" || second.Next != "" {
			t.Errorf("%d %d", len(first.Items), len(second.Items))
		}
		found, err := commons.ToConfirm(ctx, v.db, v.bob, commons.Filter{Query: "PAGE 26", Family: commons.WordsFamily})
		if err != nil || len(found.Items) != 1 {
			t.Errorf("%d (%v)", len(found.Items), err)
		}
		if all, err := commons.ToConfirm(ctx, v.db, v.bob, commons.Filter{All: true}); err != nil || len(all.Items) != 27 {
			t.Errorf("%d (%v)", len(all.Items), err)
		}
	})
}
