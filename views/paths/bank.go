package paths

import (
	"net/url"

	"chatiere/models/billing"
)

// Bank is the queue of what came from the bank.
func Bank(lang string) string { return "/" + lang + "/desk/bank" }

// BankPile is one pile of it: in, out, done, all.
func BankPile(lang, pile string) string { return Bank(lang) + "?pile=" + url.QueryEscape(pile) }

// BankFile is a pile as a table to save.
func BankFile(lang, query string) string {
	if query == "" {
		return Bank(lang) + ".csv"
	}
	return Bank(lang) + ".csv?" + query
}

// BankCertain is where all certain proposals are confirmed together.
func BankCertain(lang string) string { return Bank(lang) + "/certain" }

// BankStatements lists the files of the bank; a new one is sent there.
func BankStatements(lang string) string { return Bank(lang) + "/statements" }

// BankStatement is one file: before its lines come in, and after.
func BankStatement(lang string, s billing.BankStatement) string {
	return BankStatements(lang) + "/" + s.Ref
}

// BankMapping is where one says how a file is read.
func BankMapping(lang string, s billing.BankStatement) string {
	return BankStatement(lang, s) + "/mapping"
}

// BankImport is where the lines of a file come in.
func BankImport(lang string, s billing.BankStatement) string {
	return BankStatement(lang, s) + "/import"
}

// BankDiscard is where a file is thrown away.
func BankDiscard(lang string, s billing.BankStatement) string {
	return BankStatement(lang, s) + "/discard"
}

// BankLine is one line and what it may be.
func BankLine(lang string, l billing.BankLine) string { return Bank(lang) + "/lines/" + l.Ref }

// BankMatch is where one says what a line paid.
func BankMatch(lang string, l billing.BankLine) string { return BankLine(lang, l) + "/match" }

// BankGift is where one says that a line is a promised gift.
func BankGift(lang string, l billing.BankLine) string { return BankLine(lang, l) + "/gift" }

// BankReturn is where a line takes another one back.
func BankReturn(lang string, l billing.BankLine) string { return BankLine(lang, l) + "/return" }

// BankMovement is where a line gets a category.
func BankMovement(lang string, l billing.BankLine) string { return BankLine(lang, l) + "/movement" }

// BankAside is where a line is put aside.
func BankAside(lang string, l billing.BankLine) string { return BankLine(lang, l) + "/aside" }

// BankUndoing is where what was decided of a line is undone.
func BankUndoing(lang string, l billing.BankLine) string { return BankLine(lang, l) + "/undoing" }
