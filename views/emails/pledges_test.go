package emails_test

import (
	"strings"
	"testing"

	"chatiere/models/commons"
	"chatiere/views/emails"
)

func TestALetterAboutAWithdrawnPromiseSpeaksOfACreditNoteOnlyWhereSomethingWasInvoiced(t *testing.T) {
	subscription, share := uint(1), uint(1)
	p := commons.Pledge{Unit: commons.Cents, Space: commons.SharedSpace{SubscriptionID: &subscription}}
	if got := emails.StopEffect("fr", p); strings.Contains(got, "avoir") || !strings.Contains(got, "Rien n’en était encore facturé") {
		t.Error(got)
	}
	if p.ShareID = &share; !strings.Contains(emails.StopEffect("fr", p), "avoir") {
		t.Error(emails.StopEffect("fr", p))
	}
}
