package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"chatiere/models/billing/bank"
	"chatiere/models/commons/formula"
	"chatiere/models/commons/pain"
)

// made is a file of the set that is no invoice, and what our own reader says of it.
type made struct {
	name    string
	content []byte
	check   func([]byte) error
}

// writePayoutSamples writes how projects are paid and what everybody reads of it: orders for the bank with and without bank codes, the text of
// a square code, a round's public files. Each is read again by our own rules.
func writePayoutSamples(folder string, out io.Writer) error {
	all, err := payoutSamples()
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := m.check(m.content); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, m.name), m.content, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(out, "%-28s %d bytes\n", m.name, len(m.content))
	}
	return nil
}

func payoutSamples() ([]made, error) {
	order := sampleOrder()
	coded, err := pain.Write(order)
	if err != nil {
		return nil, err
	}
	order.Debtor.BIC, order.Payments[1].To.BIC, order.ID = "", "", "LOT-EXEMPLE-2"
	plain, err := pain.Write(order)
	if err != nil {
		return nil, err
	}
	first := order.Payments[0]
	code, err := bank.Transfer{Name: first.To.Name, IBAN: first.To.IBAN, Cents: first.Cents, Text: first.Text}.Payload()
	if err != nil {
		return nil, err
	}
	round := sampleRound()
	table, err := round.CSV()
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(round, "", "  ")
	return []made{
		{"virements.xml", coded, pain.Check},
		{"virements-sans-bic.xml", plain, pain.Check},
		{"virement-qr.txt", []byte(code), func(text []byte) error { return sameCode(string(text), first) }},
		{"redistribution.json", text, recomputed},
		{"redistribution.csv", table, recomputed},
	}, err
}

// sampleOrder pays the round: names that have to be transliterated, a long one, a text with an address.
func sampleOrder() pain.File {
	f := pain.File{
		ID: "LOT-EXEMPLE-1", Created: time.Date(2027, 3, 1, 10, 30, 0, 0, time.UTC), On: "2027-03-08",
		Debtor: pain.Party{Name: "Indie.Host SCIC – compte « redistribution »", IBAN: "FR1420041010050500013M02606", BIC: "PSSTFRPPXXX"},
	}
	to := []pain.Party{
		{Name: "Projet Exemple", IBAN: "FR7630006000011234567890189"},
		{Name: "Förderverein Freie Œuvres & Développement partagé en Europe centrale et orientale e.V.", IBAN: "DE89370400440532013000", BIC: "COBADEFF"},
		{Name: "Fundació d’Eines Lliures", IBAN: "ES9121000418450200051332"},
	}
	slugs := []string{"projet-exemple", "freie-oeuvres", "eines-lliures"}
	for i, r := range sampleRound().Projects {
		if r.Cents > 0 {
			id := fmt.Sprintf("R2026-1-%d", i+1)
			f.Payments = append(f.Payments, pain.Payment{ID: id, To: to[i], Cents: r.Cents, Text: "Redistribution " + id + " indie-host.example/en/transparency/projects/" + slugs[i]})
		}
	}
	return f
}

// sampleRound shares 20 € among three of four projects: 3, 2 and 2 points of 7, and one whose licence is not libre.
func sampleRound() formula.Published {
	f := formula.Default()
	f.Period = formula.Period{From: "2026-01-01", To: "2026-12-31"}
	f.Deadlines = formula.Deadlines{Opens: "2027-01-10", Closes: "2027-02-10", Computed: "2027-02-14", Paid: "2027-03-15", Published: "2027-03-31"}
	sums := formula.Inputs{Base: 20000, Accrued: 2000, Available: 2000}
	p := formula.Published{
		Round: "exemple", Page: "https://indie-host.example/fr/rounds/exemple", Formula: f.Canonical(), SHA256: f.SHA256(), Inputs: &sums, Pot: f.Pot(sums), Voters: 12, Ballots: 9,
	}
	names := []string{"Projet Exemple", "Freie Œuvres", "Eines Lliures", "Presque libre"}
	votes := []formula.Project{{ID: "aaaa", Weight: 3, Eligible: true}, {ID: "bbbb", Weight: 2, Eligible: true}, {ID: "cccc", Weight: 2, Eligible: true}, {ID: "dddd"}}
	shares, left := f.Split(p.Pot, votes)
	for i, s := range shares {
		r := formula.Result{ID: s.ID, Name: names[i], URL: "https://" + s.ID + ".example", Weight: s.Weight, Eligible: votes[i].Eligible, Outcome: s.Outcome, Cents: s.Cents}
		if r.Cents > 0 {
			r.PaidOn = "2027-03-08"
		}
		if !r.Eligible {
			r.Why = "licence"
		}
		p.Projects = append(p.Projects, r)
	}
	p.Left = left
	return p
}

// sameCode reads the lines of a square code again.
func sameCode(text string, p pain.Payment) error {
	want := fmt.Sprintf("BCD\n002\n1\nSCT\n\n%s\n%s\nEUR%s\n\n\n%s", p.To.Name, p.To.IBAN, euros(p.Cents), p.Text)
	if text != want {
		return fmt.Errorf("the square code says %q", text)
	}
	return nil
}

// recomputed computes a round again from its file.
func recomputed(file []byte) error {
	r, err := formula.Recompute(file)
	if err == nil && len(r.Wrong) > 0 {
		err = fmt.Errorf("%w: %v", errOtherCents, r.Wrong)
	}
	return err
}
