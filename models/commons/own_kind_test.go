package commons_test

import (
	"fmt"
	"testing"

	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
)

func TestAnAdminAddsAKindThatFollowsItsGroup(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		alix := v.person("alix", string(people.Admin))
		f := commons.KindForm{Family: commons.HelpingFamily, Names: map[string]string{"fr": " Tenir  l’accueil ", "en": "Minding the desk"}}
		_, err := commons.AddKind(ctx, v.db, v.omar, f, spoken)
		is(t, err, store.ErrForbidden)
		_, err = commons.AddKind(ctx, v.db, alix, commons.KindForm{Family: commons.MoneyFamily, Names: map[string]string{"fr": "x"}}, spoken)
		refusal(t, err, "family", "error.choose")
		refusal(t, err, "name_en", "error.required")
		k, err := commons.AddKind(ctx, v.db, alix, f, spoken)
		v.must(err)
		if k.Called("fr") != "Tenir l’accueil" || k.Called("oc") != "Minding the desk" || k.Choice != commons.Help || k.Attester != "present" || k.Unit() != commons.Minutes {
			t.Errorf("%+v", k)
		}
		c := v.accepted(v.kim, func(f *commons.Form) { f.Choice, f.KindKey, f.Evidence = commons.Help, k.Key, "" })
		if v.reads(v.lou, c).EffectiveKind().Called("en") != "Minding the desk" {
			t.Errorf("%+v", c)
		}
		figures, err := commons.PublicFigures(ctx, v.db)
		v.must(err)
		if len(figures.Kinds) != 1 || figures.Kinds[0].Kind != k.Key || figures.Kinds[0].Names == "" {
			t.Errorf("%+v", figures.Kinds)
		}
		draft := v.log(v.kim, func(f *commons.Form) { f.Choice, f.KindKey, f.Draft = commons.Help, k.Key, "yes" })
		is(t, commons.RetireKind(ctx, v.db, v.omar, k.Key, false), store.ErrForbidden)
		is(t, commons.RetireKind(ctx, v.db, alix, "code", false), store.ErrNotFound) // those of the reference stay
		v.must(commons.RetireKind(ctx, v.db, alix, k.Key, false))
		refusal(t, draft.Send(ctx, v.db, v.kim, ""), "kind", "error.choose")
		v.must(commons.RetireKind(ctx, v.db, alix, k.Key, true))
		v.must(draft.Send(ctx, v.db, v.kim, ""))
	})
}

func TestACollectiveHasAFewKindsOfItsOwn(t *testing.T) {
	each(t, func(t *testing.T, v village) {
		alix := v.person("alix", string(people.Admin))
		f := commons.KindForm{Family: commons.CodeFamily, Names: map[string]string{"fr": "x", "en": "x"}}
		for n := range 20 {
			f.Names["fr"], f.Names["en"] = fmt.Sprint("x", n), fmt.Sprint("y", n)
			_, err := commons.AddKind(ctx, v.db, alix, f, spoken)
			v.must(err)
		}
		_, err := commons.AddKind(ctx, v.db, alix, f, spoken)
		refusal(t, err, "family", "error.kinds_many")
		if own, err := commons.OwnKinds(ctx, v.db); err != nil || len(own) != 20 {
			t.Errorf("%d (%v)", len(own), err)
		}
	})
}
