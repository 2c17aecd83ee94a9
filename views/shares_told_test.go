package views

import (
	"testing"

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
