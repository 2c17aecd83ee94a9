package handlers

import (
	"context"
	"encoding/csv"
	"net/url"
	"strings"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// rows are those of a list as a file, heads first.
func (p *person) rows(path string) [][]string {
	p.s.t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.visit(path).status(200).page.body, "\uFEFF")))
	r.Comma = ';'
	all, err := r.ReadAll()
	if err != nil {
		p.s.t.Fatalf("%s: %v", path, err)
	}
	return all
}

// trial is a promise of a test, kept by nobody.
type trial struct{ N int }

// Kind names it.
func (trial) Kind() string { return "trial_of_lists" }

func TestTheDesksListsAreSearchedFilteredAndTakenAway(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		s.worker.Development = true
		_, o, _ := s.bought(t, "ada@fee.example")
		jobstest.Drain(t, s.worker)
		err := store.InTx(context.Background(), s.db, func(tx *gorm.DB) error {
			for n := range 30 {
				if err := store.Enqueue(tx, trial{n}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		omar := s.enters(t, s.named(t, "omar@host.example", "Omar", "operator"))
		omar.visit("/fr/desk/promises?q=trial").status(200).sees("trial_of_lists", "Suivant").follow("Suivant").status(200).sees("trial_of_lists").missing("Suivant")
		if rows := omar.rows("/fr/desk/promises.csv?q=trial"); len(rows) != 31 || rows[0][0] != "Promesse" || rows[1][1] != "en attente" {
			t.Errorf("%d promises", len(rows)-1)
		}
		omar.visit("/fr/desk/promises?q=trial&state=completed").sees("Tout est fait").missing("trial_of_lists")
		omar.visit("/fr/desk/journal").status(200).sees("Du", "Au")
		if whole, none := omar.rows("/fr/desk/journal.csv?from=2026-11-25&to=2026-11-25"), omar.rows("/fr/desk/journal.csv?from=2026-11-26"); len(whole) < 3 || len(none) != 1 {
			t.Errorf("%d acts of the day, %d of the next", len(whole)-1, len(none)-1)
		}
		omar.visit("/fr/desk/journal?to=2026-11-24").sees("Rien pour l'instant")
		omar.visit("/fr/desk/deployments?state=any&q=" + url.QueryEscape(o.Name)).sees(o.Name)
		if rows := omar.rows("/fr/desk/deployments.csv?state=any"); len(rows) != 2 || rows[1][0] != o.Name || rows[1][1] != "Vos fichiers" {
			t.Errorf("%v", rows)
		}
		if rows := omar.rows("/fr/desk/deployments.csv?state=deleted"); len(rows) != 1 {
			t.Errorf("%v", rows)
		}
		if rows := omar.rows("/fr/desk/letters.csv?q=ada"); len(rows) < 2 || rows[1][1] != "ada@fee.example" {
			t.Errorf("%v", rows)
		}
	})
}

func TestPaymentsContributionsAndMembersAreSearchedFilteredAndTakenAway(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		h := s.hamlet(t)
		path := h.logs(h.kim)
		h.bob.visit(path).send("Oui, c'est vrai", nil)
		h.samia.visit("/fr/desk/contributions?q=deux+pages").sees("Deux pages")
		h.samia.visit("/fr/desk/contributions?q=kim&family=code").missing("Deux pages").sees("À décider 1")
		if rows := h.samia.rows("/fr/desk/contributions.csv?q=kim"); len(rows) != 2 || rows[1][3] != "Deux pages d’aide en anglais" {
			t.Errorf("%v", rows)
		}
		if rows := h.samia.rows("/fr/desk/contributions.csv?what=confirm"); len(rows) != 1 {
			t.Errorf("%v", rows)
		}
		members := "/fr/o/" + h.fee.Ref + "/members"
		h.chloe.visit(members + "?role=owner").sees("Ada").missing("Chloe Membre")
		h.chloe.visit(members + "?q=chats.example").sees("Personne ne correspond") // only who manages may look for addresses
		h.ada.visit(members+"?q=chats.example").sees("Ada", "Chloe")
		if rows := h.chloe.rows(members + ".csv"); len(rows) != 3 || rows[1][0] != "Ada" || rows[1][1] != "" || rows[2][1] != "chloe@chats.example" {
			t.Errorf("%v", rows)
		}
		if rows := h.ada.rows(members + ".csv?role=member"); len(rows) != 2 || rows[1][1] != "chloe@chats.example" {
			t.Errorf("%v", rows)
		}
		h.bob.visit(members + ".csv").status(404)
	})
}

func TestReceivedPaymentsAreSearchedFilteredAndTakenAway(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		p, o, _ := s.bought(t, "ada@fee.example")
		omar := s.named(t, "omar@host.example", "Omar", "operator")
		if _, err := billing.ConfirmTransfer(context.Background(), s.db, omar, billing.PaymentForm{For: p.Ref, Cents: 12000, ReceivedOn: "2026-11-24", Reference: "VIR FEE 7", Key: "k"}); err != nil {
			t.Fatal(err)
		}
		desk := s.enters(t, omar)
		for query, found := range map[string]int{"q=" + url.QueryEscape(o.Name): 1, "q=120": 1, "q=vir+fee": 1, "q=ailleurs": 0, "year=2026": 1, "year=2025": 0} {
			if rows := desk.rows("/fr/desk/payments.csv?" + query); len(rows) != found+1 || found == 1 && (rows[1][0] != "2026-11-24" || rows[1][3] != "120,00") {
				t.Errorf("%s: %v", query, rows)
			}
		}
		desk.visit("/fr/desk/payments?year=2025").sees("Année de réception").missing("24 novembre 2026")
		desk.visit("/fr/desk/payments?year=2026").sees("24 novembre 2026")
	})
}
