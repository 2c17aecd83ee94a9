package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"chatiere/locales"
	"chatiere/models/customers"
)

// teller says in a language what became of a folder.
type teller struct {
	out  io.Writer
	lang string
}

func (t teller) line(text string) { fmt.Fprintln(t.out, text) }

// refusal says in one sentence why a batch cannot be confirmed, undone or begun.
func (t teller) refusal(err error) error {
	switch {
	case errors.Is(err, customers.ErrConfirmed):
		return errors.New(locales.T(t.lang, "customers.refused.confirmed"))
	case errors.Is(err, customers.ErrNoBatch):
		return errors.New(locales.T(t.lang, "customers.refused.none"))
	case errors.Is(err, customers.ErrWaiting):
		return errors.New(locales.T(t.lang, "customers.refused.waiting"))
	}
	return err
}

// report says what is wrong, every difference, and the sums.
func (t teller) report(r customers.Report) {
	t.faults(r.Faults)
	t.differences(r.Differences)
	t.sums(r.Sums)
}

func (t teller) faults(all customers.Faults) {
	if len(all) == 0 {
		return
	}
	t.line("\n" + locales.N(t.lang, "customers.to_mend", len(all)))
	for _, f := range all {
		where := f.File
		if f.Line > 0 {
			where += fmt.Sprintf(":%d", f.Line)
		}
		if f.Column != "" {
			where += " (" + f.Column + ")"
		}
		t.line("  " + where + ": " + locales.T(t.lang, f.Wrong.Key, f.Wrong.Args))
	}
}

func (t teller) differences(all []customers.Difference) {
	if len(all) == 0 {
		return
	}
	t.line("\n" + locales.T(t.lang, "customers.differences"))
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, d := range all {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", t.what(d.What), t.kind(d.Kind), d.Key, d.Name, strings.Join(d.Fields, ", "))
	}
	_ = table.Flush()
}

func (t teller) what(w customers.What) string {
	switch w {
	case customers.Made:
		return locales.T(t.lang, "customers.what.made")
	case customers.Same:
		return locales.T(t.lang, "customers.what.same")
	}
	return locales.T(t.lang, "customers.what.kept")
}

func (t teller) kind(k customers.Kind) string {
	switch k {
	case customers.AnOrganisation:
		return locales.T(t.lang, "customers.kind.organisation")
	case customers.APerson:
		return locales.T(t.lang, "customers.kind.person")
	case customers.AMembership:
		return locales.T(t.lang, "customers.kind.membership")
	case customers.ATag:
		return locales.T(t.lang, "customers.kind.tag")
	case customers.ASubscription:
		return locales.T(t.lang, "customers.kind.subscription")
	case customers.ADeployment:
		return locales.T(t.lang, "customers.kind.deployment")
	case customers.ABalance:
		return locales.T(t.lang, "customers.kind.balance")
	case customers.ACredit:
		return locales.T(t.lang, "customers.kind.credit")
	case customers.APayer:
		return locales.T(t.lang, "customers.kind.payer")
	case customers.AMandate:
		return locales.T(t.lang, "customers.kind.mandate")
	}
	return locales.T(t.lang, "customers.kind.series")
}

// sums are what one compares with the system before.
func (t teller) sums(s customers.Sums) {
	number := func(n int) string { return locales.Number(t.lang, int64(n)) }
	amount := func(cents int64) string { return locales.Money(t.lang, cents, s.Currency) }
	t.line("\n" + locales.T(t.lang, "customers.sums.title"))
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, row := range [][]string{
		{locales.T(t.lang, "customers.sums.organisations"), number(s.Organisations)},
		{locales.T(t.lang, "customers.sums.people"), number(s.People)},
		{locales.T(t.lang, "customers.sums.subscriptions"), number(s.Subscriptions)},
		{locales.T(t.lang, "customers.sums.monthly"), number(s.Monthly), amount(s.MonthlyCents)},
		{locales.T(t.lang, "customers.sums.yearly"), number(s.Yearly), amount(s.YearlyCents)},
		{locales.T(t.lang, "customers.sums.open"), number(s.Open), amount(s.OpenCents)},
		{locales.T(t.lang, "customers.sums.credit"), "", amount(s.CreditCents)},
		{locales.T(t.lang, "customers.sums.mandates"), number(s.Mandates)},
	} {
		fmt.Fprintln(table, "  "+strings.Join(row, "\t"))
	}
	_ = table.Flush()
	if len(s.Renewals) == 0 {
		return
	}
	t.line("\n" + locales.T(t.lang, "customers.sums.renewals"))
	for _, m := range s.Renewals {
		month, _ := time.Parse("2006-01", m.Month)
		fmt.Fprintf(table, "  %s\t%s\t%s\n", locales.Month(t.lang, month), number(m.N), amount(m.Cents))
	}
	_ = table.Flush()
}

// keepers say what somebody did with a batch, so that it stays.
func (t teller) keepers(all []customers.Keeper) {
	for _, k := range all {
		switch {
		case k.In != "":
			t.line("  " + locales.T(t.lang, "customers.keeper.rows", "Count", k.Rows, "Table", k.In))
		case k.By == "":
			t.line("  " + locales.T(t.lang, "customers.keeper.portal", "Act", k.Verb, "Date", locales.DateTime(t.lang, k.At, time.UTC)))
		default:
			t.line("  " + locales.T(t.lang, "customers.keeper.act", "Name", k.By, "Act", k.Verb, "Date", locales.DateTime(t.lang, k.At, time.UTC)))
		}
	}
}
