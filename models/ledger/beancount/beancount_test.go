package beancount

import (
	"strings"
	"testing"
)

func TestEntriesAreWrittenAsBeancountReadsThem(t *testing.T) {
	bank, sales, time := Name(Assets, "bank"), Name(Income, "subscriptions"), Name(Equity, "time", "given", "party/7")
	var out strings.Builder
	err := Write(&out, `Les "Chats"`, "EUR", []Entry{
		{"2026-01-05", "VE00001", "F2026-0001\n invoice \\", []Posting{{bank, "EUR", 2, 12000}, {sales, "EUR", 2, -12000}}},
		{"2026-01-06", "TP00001", "c:1", []Posting{{Name(Assets, "time", "received", "in_kind"), "MIN", 0, 180}, {time, "MIN", 0, -180}}},
		{"2026-01-04", "BQ00001", "fee", []Posting{{bank, "EUR", 2, -5}, {Name(Expenses, "class8", "864"), "EUR", 2, 5}}},
	})
	want := `option "title" "Les \"Chats\""
option "operating_currency" "EUR"

2026-01-04 commodity EUR
2026-01-06 commodity MIN
2026-01-04 open Assets:Bank EUR
2026-01-06 open Assets:Time:Received:In-kind MIN
2026-01-06 open Equity:Time:Given:Party-7 MIN
2026-01-04 open Expenses:Class8:864 EUR
2026-01-05 open Income:Subscriptions EUR

2026-01-05 * "F2026-0001 invoice \\"
  number: "VE00001"
  Assets:Bank  120.00 EUR
  Income:Subscriptions  -120.00 EUR

2026-01-06 * "c:1"
  number: "TP00001"
  Assets:Time:Received:In-kind  180 MIN
  Equity:Time:Given:Party-7  -180 MIN

2026-01-04 * "fee"
  number: "BQ00001"
  Assets:Bank  -0.05 EUR
  Expenses:Class8:864  0.05 EUR
`
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
}
