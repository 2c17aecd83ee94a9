package billing_test

import (
	"errors"
	"fmt"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

func TestAStatementLineIsFoundByReferenceAmountOrName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.VATRegistered)
		ops := operator(t, db)
		open := subscribe(t, db, form("a@fee.example"))
		accepted := subscribe(t, db, form("b@fee.example"))
		confirmed(t, db, accepted)
		due := issued(t, db, ready(t, db, "c@fee.example"))
		settled := issued(t, db, ready(t, db, "d@fee.example"))
		paid(t, db, ops, settled.Ref, 12000)
		for name, c := range map[string]struct {
			search billing.PaymentSearch
			want   []string
		}{
			"what waits":            {billing.PaymentSearch{}, []string{due.Ref, accepted.Ref}},
			"by reference":          {billing.PaymentSearch{Query: "VIR FEE " + due.PaymentReference + " MERCI"}, []string{due.Ref}},
			"one nobody stands for": {billing.PaymentSearch{Query: open.PaymentReference}, []string{open.Ref}},
			"settled already":       {billing.PaymentSearch{Query: settled.PaymentReference}, nil},
			"by number":             {billing.PaymentSearch{Query: "f2026-0001"}, []string{due.Ref}},
			"by amount":             {billing.PaymentSearch{Query: "120,00", Cents: 12000}, []string{due.Ref, open.Ref, accepted.Ref}},
			"by name":               {billing.PaymentSearch{Query: "faire"}, []string{due.Ref, open.Ref, accepted.Ref}},
			"by nothing":            {billing.PaymentSearch{Query: "100%"}, nil},
		} {
			found, err := billing.PaymentsToConfirm(ctx, db, ops, c.search)
			must(t, err)
			var refs []string
			for _, f := range found {
				refs = append(refs, f.Ref)
				one, err := billing.FindPayable(ctx, db, ops, f.Ref)
				must(t, err)
				if one != f || len(f.Since) != 10 || len(f.DueOn) != 10 {
					t.Errorf("found %+v, listed %+v", one, f)
				}
			}
			if fmt.Sprint(refs) != fmt.Sprint(c.want) {
				t.Errorf("%s: %v, want %v", name, refs, c.want)
			}
		}
		if _, err := billing.PaymentsToConfirm(ctx, db, visitor, billing.PaymentSearch{}); !errors.Is(err, store.ErrForbidden) {
			t.Error(err)
		}
	})
}

func TestListsCostTheSameWithMoreRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *gorm.DB) {
		world(t, db, collective.NotSubject)
		ops := operator(t, db)
		for n := range 30 {
			i := issued(t, db, ready(t, db, fmt.Sprintf("a%d@fee.example", n)))
			paid(t, db, ops, i.Ref, 1000)
		}
		counted, list := store.CountStatements(ctx)
		page, err := billing.Invoices(counted, db, ops, billing.Filter{Due: true, Year: "2026", Query: "f2026", Late: "2027-06-01"})
		must(t, err)
		if len(page.Items) != store.PageSize || page.Next == "" || page.Items[0].SettledCents != 1000 || len(list.Text) > 2 {
			t.Errorf("%d rows, %d statements", len(page.Items), len(list.Text))
		}
		rest, err := billing.Invoices(ctx, db, ops, billing.Filter{After: store.FromKey(page.Next)})
		must(t, err)
		if len(rest.Items) != 5 || rest.Next != "" {
			t.Errorf("%d on the last page", len(rest.Items))
		}
		n := 0
		must(t, billing.EachInvoiceOf(ctx, db, people.Organisation{ID: page.Items[0].OrganisationID}, func(billing.Invoice) error { n++; return nil }))
		if n != 1 {
			t.Errorf("%d of one organisation", n)
		}
	})
}
