package hledger_test

import (
	"strings"
	"testing"

	"chatiere/models/ledger/hledger"
)

func TestAnEntryIsWrittenAsHledgerReadsIt(t *testing.T) {
	var out strings.Builder
	err := hledger.Write(&out, []hledger.Account{{"asset:bank", "512 Banques"}, {"receivable:party/7", "Amis; du\nChat"}}, []hledger.Entry{
		{"2026-01-05", "VE00001", "Facture F2026-0001", []hledger.Posting{{"receivable:party/7", "EUR", 2, 12000}, {"income:subscriptions", "EUR", 2, -10000}, {"liability:vat_collected", "EUR", 2, -2000}}},
		{"2026-01-06", "TP00001", "x", []hledger.Posting{{"time:received:collective", "MIN", 0, 180}, {"time:given:party/7", "MIN", 0, -180}}},
		{"2026-01-07", "BQ00001", "frais", []hledger.Posting{{"expense:bank_fees", "EUR", 2, 5}, {"asset:bank", "EUR", 2, -5}}},
	})
	const want = `account asset:bank  ; 512 Banques
account receivable:party/7  ; Amis du Chat
commodity 1000. MIN
commodity 1000.00 EUR

2026-01-05 * (VE00001) Facture F2026-0001
    receivable:party/7  120.00 EUR
    income:subscriptions  -100.00 EUR
    liability:vat_collected  -20.00 EUR

2026-01-06 * (TP00001) x
    time:received:collective  180 MIN
    time:given:party/7  -180 MIN

2026-01-07 * (BQ00001) frais
    expense:bank_fees  0.05 EUR
    asset:bank  -0.05 EUR
`
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
}
