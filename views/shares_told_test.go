package views

import (
	"context"
	"strings"
	"testing"

	"chatiere/locales"
	"chatiere/models/billing"
)

// TestASharedBillTellsNoPartBesideADiscreetOne: the parts make up the bill, so that one who knows the others', or looks before and after, would find it.
func TestASharedBillTellsNoPartBesideADiscreetOne(t *testing.T) {
	for discreet, told := range map[int]bool{0: true, 1: false, 2: false, 3: false} {
		p := SharedPage{Sharing: billing.Sharing{Shares: []billing.Share{{State: billing.ShareAccepted, BasisPoints: 3000}}}}
		for range discreet {
			p.Sharing.Shares = append(p.Sharing.Shares, billing.Share{State: billing.ShareAccepted, BasisPoints: 2000, Discreet: true})
		}
		if p.told() != told {
			t.Errorf("%d discreet: told is %v", discreet, p.told())
		}
	}
}

func TestThatAllOfABillIsCarriedIsToldAmongThreeOrMore(t *testing.T) {
	p := SharedPage{Sharing: billing.Sharing{OwnBP: 4000, Shares: []billing.Share{{State: billing.ShareAccepted, BasisPoints: 6000, Discreet: true}}}}
	if p.whole() {
		t.Error("two would know each other's parts")
	}
	p.Sharing.Shares = []billing.Share{{State: billing.ShareAccepted, BasisPoints: 3500}, {State: billing.ShareAccepted, BasisPoints: 2500, Discreet: true}}
	if !p.whole() {
		t.Error("three carry it")
	}
	if p.Sharing.OpenBP = 500; p.whole() {
		t.Error("a part is open")
	}
}

// TestASharedBillSaysOnlyWhatItDoes: its page tells no quarters, and of what nobody carries only while that may be.
func TestASharedBillSaysOnlyWhatItDoes(t *testing.T) {
	ctx := locales.WithLang(context.Background(), "fr")
	reads := func(open int) string {
		var page strings.Builder
		p := SharedPage{Sharing: billing.Sharing{OwnBP: 4000 - open, OpenBP: open, YearlyCents: 100_00, Shares: []billing.Share{
			{State: billing.ShareAccepted, BasisPoints: 3500}, {State: billing.ShareAccepted, BasisPoints: 2500, Discreet: true},
		}}}
		p.Sharing.Subscription.Currency = "EUR"
		p.Sharing.Shares[0].Payer = &p.Sharing.Subscription.Organisation
		if err := Shared(p).Render(ctx, &page); err != nil {
			t.Fatal(err)
		}
		return page.String()
	}
	for open, gap := range map[int]bool{0: false, 500: true} {
		page := reads(open)
		if strings.Contains(page, "par quarts") || !strings.Contains(page, locales.T("fr", "shares.untellable")) {
			t.Error("it promises what another page tells")
		}
		if strings.Contains(page, "n’est portée par personne") != gap {
			t.Errorf("%d open: of what nobody carries", open)
		}
	}
}
