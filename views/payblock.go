package views

import (
	"chatiere/models/billing/bank"
	"chatiere/views/ui"
)

// squareCode is the code of a transfer that banking apps read, as SVG; empty where there can be none.
func squareCode(t bank.Transfer) string {
	payload, err := t.Payload()
	if err != nil {
		return ""
	}
	return ui.SquareCode(payload)
}
