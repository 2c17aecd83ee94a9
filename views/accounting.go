package views

import (
	"context"
	"slices"
	"strconv"
	"time"

	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/billing/fec"
	"chatiere/models/ledger"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// AccountingPage is the years of the books and what is closed.
type AccountingPage struct {
	Years    []ledger.Year
	Totals   []billing.SpanTotals // by year
	Closings billing.Closings
	Numbers  billing.NumberReport // the last look through the numbers
	Looked   billing.BookReport   // the last look through the books
	Form     billing.ClosingForm
	Wrong    store.Invalid
	Acts     bool // the reader may close
}

// of are the totals of one year.
func (p AccountingPage) of(year int) billing.SpanTotals {
	for _, s := range p.Totals {
		if s.Span == strconv.Itoa(year) {
			return s
		}
	}
	return billing.SpanTotals{}
}

// AccountingTotalsPage are the totals of a year or a month.
type AccountingTotalsPage struct {
	Year   int
	Month  string // 01 to 12; empty for the whole year
	ByDay  bool
	Totals []billing.SpanTotals
}

// AccountingReportsPage are the sums of a year or a month for e-reporting.
type AccountingReportsPage struct {
	Year   int
	Month  string
	Report billing.EReport
}

// accountingLinks are the pages of one year.
func accountingLinks(ctx context.Context, year int) []ui.Link {
	return links(ctx,
		ui.Link{Href: paths.AccountingYear(lang(ctx), year), Text: t(ctx, "accounting.books")},
		ui.Link{Href: paths.AccountingTotals(lang(ctx), year), Text: t(ctx, "accounting.totals")},
		ui.Link{Href: paths.AccountingReports(lang(ctx), year), Text: t(ctx, "accounting.reports")})
}

func accountingTrail(ctx context.Context, year int) []ui.Link {
	return []ui.Link{
		{Href: paths.Desk(lang(ctx)), Text: t(ctx, "page.desk")},
		{Href: paths.Accounting(lang(ctx)), Text: t(ctx, "accounting.title")},
		{Text: strconv.Itoa(year), Current: true},
	}
}

// fromTo says a span of two days.
func fromTo(ctx context.Context, from, to string) string {
	return t(ctx, "accounting.from_to", "From", dateOnly(ctx, from), "To", dateOnly(ctx, to))
}

// spanName says a day, a month or a year.
func spanName(ctx context.Context, span string) string {
	switch len(span) {
	case ledger.ByDay:
		return dateOnly(ctx, span)
	case ledger.ByMonth:
		return monthName(ctx, span)
	}
	return span
}

func monthOptions(ctx context.Context, year int) []ui.Option {
	var all []ui.Option
	for m := time.January; m <= time.December; m++ {
		at := time.Date(year, m, 1, 0, 0, 0, 0, time.UTC)
		all = append(all, ui.Option{Value: at.Format("01"), Text: locales.Month(lang(ctx), at)})
	}
	return all
}

func closableOptions(ctx context.Context, months []string) []ui.Option {
	var all []ui.Option
	for _, m := range months {
		all = append(all, ui.Option{Value: m, Text: monthName(ctx, m)})
	}
	return all
}

func granularity(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "month", Text: t(ctx, "accounting.by_month")}, {Value: "day", Text: t(ctx, "accounting.by_day")}}
}

// by is the grouping as the form sends it.
func (p AccountingTotalsPage) by() string {
	if p.ByDay {
		return "day"
	}
	return "month"
}

// violations are those a page shows; the file has all of them.
func violations(r fec.Report) []fec.Violation { return r.Violations[:min(len(r.Violations), 50)] }

// ruleWords says what is wrong.
func ruleWords(ctx context.Context, r fec.Rule) string {
	switch r {
	case fec.WrongHead:
		return t(ctx, "accounting.rule.head")
	case fec.WrongColumns:
		return t(ctx, "accounting.rule.columns")
	case fec.OddSigns:
		return t(ctx, "accounting.rule.signs")
	case fec.Empty:
		return t(ctx, "accounting.rule.empty")
	case fec.WrongDate:
		return t(ctx, "accounting.rule.date")
	case fec.OutsideYear:
		return t(ctx, "accounting.rule.outside_year")
	case fec.ValidatedEarly:
		return t(ctx, "accounting.rule.validated_early")
	case fec.WrongAmount:
		return t(ctx, "accounting.rule.amount")
	case fec.NotOneSide:
		return t(ctx, "accounting.rule.one_side")
	case fec.Unbalanced:
		return t(ctx, "accounting.rule.unbalanced")
	case fec.WrongTotal:
		return t(ctx, "accounting.rule.total")
	case fec.Gap:
		return t(ctx, "accounting.rule.gap")
	}
	return otherRuleWords(ctx, r)
}

func otherRuleWords(ctx context.Context, r fec.Rule) string {
	switch r {
	case fec.Twice:
		return t(ctx, "accounting.rule.twice")
	case fec.WrongAccount:
		return t(ctx, "accounting.rule.account")
	case fec.HalfLetter:
		return t(ctx, "accounting.rule.half_letter")
	case fec.LetterOff:
		return t(ctx, "accounting.rule.letter_off")
	case fec.UnknownPiece:
		return t(ctx, "accounting.rule.unknown_piece")
	case fec.MissingPiece:
		return t(ctx, "accounting.rule.missing_piece")
	case fec.WrongSIREN:
		return t(ctx, "accounting.rule.siren")
	case fec.InKindMixed:
		return t(ctx, "accounting.rule.in_kind")
	}
	return t(ctx, "accounting.rule.order")
}

// whichLine says where it is wrong.
func whichLine(ctx context.Context, v fec.Violation) string {
	if v.Line == 0 {
		return t(ctx, "accounting.whole_file")
	}
	return strconv.Itoa(v.Line)
}

// wayName says how a sale is told to the tax office.
func wayName(ctx context.Context, w billing.Way) string {
	switch w {
	case billing.EReporting:
		return t(ctx, "accounting.way.e_reporting")
	case billing.EInvoice:
		return t(ctx, "accounting.way.e_invoice")
	case billing.PublicWay:
		return t(ctx, "accounting.way.public")
	case billing.AbroadWay:
		return t(ctx, "accounting.way.abroad")
	}
	return t(ctx, "accounting.way.none")
}

// withMonth adds the month asked for to the address of a file.
func withMonth(href, month, more string) string {
	if month != "" {
		more += "&month=" + month
	}
	if more == "" {
		return href
	}
	return href + "?" + more
}

// reportedColumns are the heads of reported sums; payments count no documents.
func reportedColumns(ctx context.Context, counted bool) []ui.Col {
	all := []ui.Col{ui.Text(t(ctx, "accounting.day")), ui.Num(t(ctx, "accounting.rate"))}
	if counted {
		all = append(all, ui.Num(t(ctx, "accounting.documents")))
	}
	return append(all, ui.Num(t(ctx, "accounting.net")), ui.Num(t(ctx, "accounting.vat")))
}

// lacksSIREN reports whether the collective's number is what is missing.
func lacksSIREN(r fec.Report) bool {
	return slices.ContainsFunc(r.Violations, func(v fec.Violation) bool { return v.Rule == fec.WrongSIREN })
}
