package views

import (
	"cmp"
	"context"
	"strings"
	"time"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views/paths"
	"chatiere/views/ui"
)

// CertificatesPage is one's own certificates, and the form that asks for another.
type CertificatesPage struct {
	Certificates []commons.Certificate
	Form         commons.CertificateForm
	Wrong        store.Invalid
}

// replaced reports whether another certificate took the place of this one.
func (p CertificatesPage) replaced(c commons.Certificate) bool {
	for _, one := range p.Certificates {
		if one.ReplacesID != nil && *one.ReplacesID == c.ID {
			return true
		}
	}
	return false
}

// certificateSpan is the period a certificate speaks of.
func certificateSpan(ctx context.Context, c commons.Certificate) string {
	return t(ctx, "commons.span", "From", dateOnly(ctx, c.FromOn), "To", dateOnly(ctx, c.ToOn))
}

// certificateState says whether it stands, and to its owner why it does not.
func certificateState(ctx context.Context, c commons.Certificate) string {
	switch {
	case c.Valid():
		return t(ctx, "certificates.valid")
	case c.RevokedBecause == "replaced":
		return t(ctx, "certificates.replaced")
	case c.RevokedBecause == "changed":
		return t(ctx, "certificates.changed")
	}
	return t(ctx, "certificates.revoked")
}

func certificateTone(c commons.Certificate) ui.Tone {
	if c.Valid() {
		return ui.Good
	}
	return ui.Warn
}

// CertificateWords puts an extract into the words of a certificate, in the language of ctx: one line each, a fact as word and value, what was
// given as five cells between tabs. They are kept as they are, and papers.Certificate draws them.
func CertificateWords(ctx context.Context) func(commons.Extract) string {
	return func(x commons.Extract) string {
		issuer := cmp.Or(x.Host.LegalName, x.Host.Name, siteName(ctx))
		lines := []string{t(ctx, "certificates.paper.title")}
		for _, fact := range [][2]string{
			{t(ctx, "certificates.paper.name"), x.Name},
			{t(ctx, "certificates.paper.period"), t(ctx, "commons.span", "From", dateOnly(ctx, x.FromOn), "To", dateOnly(ctx, x.ToOn))},
			{t(ctx, "certificates.paper.issuer"), strings.Join(present(issuer, x.Host.LegalForm, x.Host.RegistryNumber), ", ")},
			{t(ctx, "certificates.paper.issued_on"), dateOnly(ctx, x.IssuedOn)},
		} {
			lines = append(lines, fact[0]+"\t"+fact[1])
		}
		lines = append(lines, t(ctx, "certificates.paper.says", "Issuer", issuer, "Name", x.Name))
		lines = append(lines, row(t(ctx, "certificates.paper.days"), t(ctx, "certificates.paper.what"), t(ctx, "certificates.paper.amount"), t(ctx, "certificates.paper.for"), t(ctx, "certificates.paper.confirmed")))
		for _, g := range x.Given {
			_, n := g.Effective()
			lines = append(lines, row(span(ctx, g.Contribution), effectiveKind(ctx, g.Contribution), quantity(ctx, n, g.Unit), beneficiary(ctx, g.Contribution, issuer), rolesSaid(ctx, g.Roles)))
		}
		lines = append(lines, totals(ctx, x)...)
		return strings.Join(append(lines, t(ctx, "certificates.paper.unpaid"), t(ctx, "certificates.paper.no_receipt")), "\n") + "\n"
	}
}

// row is what stands side by side; a name that was typed holds no tab or line of its own.
func row(cells ...string) string {
	for i := range cells {
		cells[i] = strings.Join(strings.Fields(cells[i]), " ")
	}
	return strings.Join(cells, "\t")
}

func totals(ctx context.Context, x commons.Extract) []string {
	var all []string
	if x.Minutes > 0 {
		all = append(all, t(ctx, "certificates.paper.minutes")+"\t"+locales.Minutes(lang(ctx), x.Minutes))
	}
	if x.Pieces > 0 {
		all = append(all, t(ctx, "certificates.paper.pieces")+"\t"+quantity(ctx, x.Pieces, commons.Pieces))
	}
	return all
}

// beneficiary is for whom it was; the collective under the name of its paper.
func beneficiary(ctx context.Context, c commons.Contribution, issuer string) string {
	if c.ForType == "collective" {
		return issuer
	}
	return forWhomGiven(ctx, c)
}

// rolesSaid are the roles of those who confirmed, never their names.
func rolesSaid(ctx context.Context, roles []string) string {
	var all []string
	for _, r := range roles {
		switch r {
		case "present":
			all = append(all, t(ctx, "certificates.role.present"))
		case "council":
			all = append(all, t(ctx, "certificates.role.council"))
		case "treasurer":
			all = append(all, t(ctx, "certificates.role.treasurer"))
		case "portal":
			all = append(all, t(ctx, "certificates.role.portal"))
		default:
			all = append(all, t(ctx, "certificates.role.member"))
		}
	}
	return strings.Join(all, ", ")
}

// present are the texts that are not empty.
func present(texts ...string) []string {
	var all []string
	for _, text := range texts {
		if text != "" {
			all = append(all, text)
		}
	}
	return all
}

// yearLinks lead to the years before and after one, as far as there are any.
func yearLinks(ctx context.Context, year int, today time.Time) (before, after ui.Link) {
	if year > 2000 {
		before = ui.Link{Href: paths.GivenYear(lang(ctx), year-1), Text: t(ctx, "certificates.year_link", "Year", year-1)}
	}
	if year < today.Year() {
		after = ui.Link{Href: paths.GivenYear(lang(ctx), year+1), Text: t(ctx, "certificates.year_link", "Year", year+1)}
	}
	return before, after
}
