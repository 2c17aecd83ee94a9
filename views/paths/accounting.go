package paths

import "strconv"

// Accounting lists the years of the books.
func Accounting(lang string) string { return "/" + lang + "/desk/accounting" }

// AccountingPeriods is where a period is closed.
func AccountingPeriods(lang string) string { return Accounting(lang) + "/periods" }

// AccountingYear is one year of the books.
func AccountingYear(lang string, year int) string {
	return Accounting(lang) + "/" + strconv.Itoa(year)
}

// AccountingTotals are the totals of a year by day or month.
func AccountingTotals(lang string, year int) string { return AccountingYear(lang, year) + "/totals" }

// AccountingReports are the sums of a year for e-reporting.
func AccountingReports(lang string, year int) string { return AccountingYear(lang, year) + "/reports" }

// AccountingFile is one file of a year: fec, about, journal, check, balance, totals, sales, payments, ways.
func AccountingFile(lang string, year int, file string) string {
	return AccountingYear(lang, year) + "/files/" + file
}
