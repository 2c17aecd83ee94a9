package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"chatiere/models/billing"
	"chatiere/models/commons"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// Invoices are what an organisation was sent.
type Invoices struct{ site Site }

// Index lists them with what is owed.
func (h Invoices) Index(c echo.Context) error {
	p := views.InvoicesPage{Organisation: org(c), Filter: h.site.filter(c), Today: h.site.today(c)}
	p.Years = years(p.Today)
	var err error
	if p.Page, err = billing.InvoicesOf(ctx(c), h.site.DB, org(c), p.Filter); err != nil {
		return err
	}
	if wanted(c) == "" {
		keys, err := h.site.offers(c)
		if err != nil {
			return err
		}
		p.Paying = keys.Set()
		if p.Owed, err = billing.OwedBy(ctx(c), h.site.DB, org(c).ID, p.Today); err != nil {
			return err
		}
		if p.Open, err = billing.OpenProFormasOf(ctx(c), h.site.DB, org(c)); err != nil {
			return err
		}
		if p.Repaid, err = billing.RepaymentsOf(ctx(c), h.site.DB, org(c), 5); err != nil {
			return err
		}
	}
	return render(c, views.Invoices(p))
}

// Show draws one.
func (h Invoices) Show(c echo.Context) error {
	i, err := h.find(c)
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, i, func(*views.InvoicePage) {})
}

// draw shows one with the form of a disagreement, as far as it was filled in.
func (h Invoices) draw(c echo.Context, status int, i billing.Invoice, typed func(*views.InvoicePage)) error {
	p, err := h.site.invoicePage(c, i)
	if err != nil {
		return err
	}
	p.Organisation = org(c)
	if p.Feeds, err = commons.PartOf(ctx(c), h.site.DB, i, host(c).RedistributionBP); err != nil {
		return err
	}
	if err := h.online(c, &p); err != nil {
		return err
	}
	typed(&p)
	return renderStatus(c, status, views.Invoice(p))
}

// online offers to pay online what is left and not being debited.
func (h Invoices) online(c echo.Context, p *views.InvoicePage) error {
	if p.Invoice.DueCents() <= 0 {
		return nil
	}
	var err error
	p.Online, err = h.site.online(c, paths.Collections(lang(c), org(c)), p.Invoice.DueCents(), p.Invoice.Currency, p.Online.UnderWay)
	p.Online.Invoice, p.Online.Keeps = p.Invoice.Ref, keepsMoney(me(c), p.Invoice.OrganisationID)
	return err
}

// PDF is the issued document itself.
func (h Invoices) PDF(c echo.Context) error {
	i, err := h.find(c)
	if err != nil {
		return err
	}
	return h.site.issued(c, i)
}

// find returns a document of the organisation in the address.
func (h Invoices) find(c echo.Context) (billing.Invoice, error) {
	i, err := billing.FindInvoice(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil && i.OrganisationID != org(c).ID {
		return billing.Invoice{}, store.ErrNotFound
	}
	return i, err
}

// Export is the list as a table to save.
func (h Invoices) Export(c echo.Context) error {
	return h.site.invoicesFile(c, org(c))
}

// AskedInvoices are invoices that an organisation wants now.
type AskedInvoices struct{ site Site }

// Create numbers the invoice of a pro forma.
func (h AskedInvoices) Create(c echo.Context) error {
	p, err := billing.FindProForma(ctx(c), h.site.DB, c.Param("ref"))
	if err != nil {
		return err
	}
	if p.OrganisationID != org(c).ID {
		return store.ErrNotFound
	}
	i, err := billing.Finalise(ctx(c), h.site.DB, me(c).Actor(), p.ID)
	if errors.Is(err, billing.ErrNotReady) {
		return redirect(c, paths.Details(lang(c), org(c)))
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.Invoice(lang(c), org(c), i))
}

// invoicePage gathers what the page of a document shows beside it.
func (s Site) invoicePage(c echo.Context, i billing.Invoice) (views.InvoicePage, error) {
	p := views.InvoicePage{Invoice: i, Today: s.today(c)}
	pieces, payments, err := billing.SettlementsOf(ctx(c), s.DB, i)
	for _, a := range pieces {
		one := views.Settled{Piece: a}
		if a.PaymentID != nil {
			one.Payment = payments[*a.PaymentID]
		}
		p.Settled = append(p.Settled, one)
	}
	if err != nil || !i.Disputable() {
		return p, err
	}
	held, err := billing.HindranceOf(ctx(c), s.DB, i)
	p.Disagreement, p.Online.UnderWay = held.Disagreement, held.UnderWayCents
	return p, err
}

// filter reads what a list of documents is narrowed to.
func (s Site) filter(c echo.Context) billing.Filter {
	f := billing.Filter{Query: strings.TrimSpace(c.QueryParam("q")), Year: c.QueryParam("year"), After: store.FromKey(c.QueryParam("after"))}
	switch c.QueryParam("due") {
	case "true":
		f.Due = true
	case "late":
		f.Late = s.today(c)
	}
	return f
}

// today is the present day where the collective is, as it is stored.
func (s Site) today(c echo.Context) string { return s.day(c).Format(time.DateOnly) }

// day is today in the collective's zone.
func (s Site) day(c echo.Context) time.Time { return store.Today(s.DB, host(c).Location()) }

// years are the five last ones.
func years(today string) []string {
	var all []string
	now, _ := strconv.Atoi(today[:4])
	for n := range 5 {
		all = append(all, strconv.Itoa(now-n))
	}
	return all
}

// invoicesFile sends documents as a table, of one organisation or of all.
func (s Site) invoicesFile(c echo.Context, o people.Organisation) error {
	rows := views.InvoiceRows(ctx(c))
	err := billing.EachInvoiceOf(ctx(c), s.DB, o, func(i billing.Invoice) error {
		rows = append(rows, views.InvoiceCells(ctx(c), i))
		return nil
	})
	if err != nil {
		return err
	}
	return sendCSV(c, strings.TrimSuffix(views.InvoicesFileName(ctx(c)), ".csv"), rows)
}
