package handlers

import (
	"cmp"

	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/papers"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// GiftReceipts are receipts that those who gave money ask for.
type GiftReceipts struct{ site Site }

// New asks for the full address, which the law demands; of a company for its number too.
func (h GiftReceipts) New(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.NewGiftReceipt(p))
}

// Create issues the receipt.
func (h GiftReceipts) Create(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return h.site.certify(c, p, paths.Pledge(lang(c), p.Donation.Pledge), func() (commons.GiftReceipt, error) {
		return p.Donation.Certify(ctx(c), h.site.DB, me(c), &p.Form)
	})
}

// certify issues a receipt and keeps what is printed of it once and for all, or shows the form again.
func (s Site) certify(c echo.Context, p *views.GiftReceiptPage, back string, issue func() (commons.GiftReceipt, error)) error {
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	p.Form.Lang = lang(c)
	r, err := issue()
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.NewGiftReceipt(p))
	}
	if err != nil {
		return err
	}
	if _, err := s.receiptFile(c, r); err != nil {
		return err
	}
	s.flash(c, "receipt_issued")
	return redirect(c, back)
}

func (h GiftReceipts) page(c echo.Context) (*views.GiftReceiptPage, error) {
	p := &views.GiftReceiptPage{}
	var err error
	if p.Donation, err = commons.OwnDonation(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return p, err
	}
	now, err := commons.EligibilityNow(ctx(c), h.site.DB)
	switch o := p.Donation.OrganisationID; {
	case err != nil:
	case !p.Donation.Receiptable(now):
		err = store.ErrNotFound
	case o == nil:
		p.Form, err = commons.OwnReceiptForm(ctx(c), h.site.DB, me(c), host(c).Country)
	default:
		p.Form, err = h.site.receiptForm(c, *o)
	}
	return p, err
}

// receiptForm is the form of an organisation's receipt, as far as its last one and its file say it.
func (s Site) receiptForm(c echo.Context, organisation uint) (commons.ReceiptForm, error) {
	m, _ := me(c).In(organisation)
	f, err := commons.ReceiptFormFor(ctx(c), s.DB, m.Organisation)
	f.LegalForm = cmp.Or(f.LegalForm, views.LegalForm(ctx(c), m.Organisation))
	return f, err
}

// Show is one on paper.
func (h GiftReceipts) Show(c echo.Context) error {
	r, err := commons.FindReceipt(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	pdf, err := h.site.receiptFile(c, r)
	if err != nil {
		return err
	}
	return attach(c, papers.FileName(r.Number), "application/pdf", pdf)
}

// receiptFile is what was printed of a receipt, once; that of a void one says so instead.
func (s Site) receiptFile(c echo.Context, r commons.GiftReceipt) ([]byte, error) {
	if r.VoidedAt != nil {
		return papers.Receipt(r, r.CreatedAt)
	}
	if r.FileID == nil {
		pdf, err := papers.Receipt(r, r.CreatedAt)
		if err != nil {
			return nil, err
		}
		if r, err = r.File(ctx(c), s.DB, papers.FileName(r.Number), pdf); err != nil {
			return nil, err
		}
	}
	return r.Document(ctx(c), s.DB)
}

// InKindReceipts are receipts for what a company gave in kind.
type InKindReceipts struct{ site Site }

// New asks for what the form of companies must say.
func (h InKindReceipts) New(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.NewGiftReceipt(p))
}

// Create issues the receipt.
func (h InKindReceipts) Create(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return h.site.certify(c, p, paths.Contribution(lang(c), *p.Contribution), func() (commons.GiftReceipt, error) {
		return p.Contribution.Certify(ctx(c), h.site.DB, me(c), &p.Form)
	})
}

func (h InKindReceipts) page(c echo.Context) (*views.GiftReceiptPage, error) {
	one, err := commons.FindContribution(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return nil, err
	}
	kind, err := commons.InKindOf(ctx(c), h.site.DB, me(c), one)
	if err == nil && !kind.Offered {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	p := &views.GiftReceiptPage{Contribution: &one}
	p.Form, err = h.site.receiptForm(c, *one.OrganisationID)
	p.Form.Thing = one.Title
	return p, err
}

// DeskReceipts are all receipts, for those who keep the collective's money.
type DeskReceipts struct{ site Site }

// Index lists them with the sums of each year, and the declaration that allows them.
func (h DeskReceipts) Index(c echo.Context) error {
	p, err := h.page(c)
	if err != nil {
		return err
	}
	return render(c, views.GiftReceipts(p))
}

func (h DeskReceipts) page(c echo.Context) (views.GiftReceiptsPage, error) {
	p := views.GiftReceiptsPage{}
	err := echo.QueryParamsBinder(c).String("year", &p.Filter.Year).String("q", &p.Filter.Query).String("after", &p.Filter.After).BindError()
	if err != nil {
		return p, err
	}
	if p.Page, p.Years, err = commons.Receipts(ctx(c), h.site.DB, me(c), p.Filter); err != nil {
		return p, err
	}
	p.Now, err = commons.EligibilityNow(ctx(c), h.site.DB)
	p.Form = p.Now.Filled()
	return p, err
}

// Export is the same as a table.
func (h DeskReceipts) Export(c echo.Context) error {
	f := commons.ReceiptFilter{Year: c.QueryParam("year"), Query: c.QueryParam("q"), All: true}
	all, err := uncut(func(after string) (store.Page[commons.GiftReceipt], error) {
		f.After = after
		page, _, err := commons.Receipts(ctx(c), h.site.DB, me(c), f)
		return page, err
	})
	if err != nil {
		return err
	}
	return sendCSV(c, "gift-receipts", views.ReceiptRows(ctx(c), all))
}

// Eligibilities are the collective's declarations that its gifts give right to a tax reduction.
type Eligibilities struct{ site Site }

// Create files one.
func (h Eligibilities) Create(c echo.Context) error {
	p, err := DeskReceipts(h).page(c)
	if err != nil {
		return err
	}
	p.Form = commons.EligibilityForm{}
	if err := c.Bind(&p.Form); err != nil {
		return err
	}
	err = commons.Declare(ctx(c), h.site.DB, me(c), &p.Form)
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong = wrong
		return renderInvalid(c, views.GiftReceipts(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.GiftReceipts(lang(c)))
}

// EligibilityEnds take the declaration back.
type EligibilityEnds struct{ site Site }

// Create ends it.
func (h EligibilityEnds) Create(c echo.Context) error {
	if err := commons.EndEligibility(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.GiftReceipts(lang(c)))
}

// ReceiptVoidings take receipts back.
type ReceiptVoidings struct{ site Site }

// Create makes one void, with a reason.
func (h ReceiptVoidings) Create(c echo.Context) error {
	p, err := DeskReceipts(h).page(c)
	if err != nil {
		return err
	}
	r, err := commons.FindReceipt(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err == nil {
		err = r.Void(ctx(c), h.site.DB, me(c), c.FormValue("reason"))
	}
	if wrong, bad := store.AsInvalid(err); bad {
		p.Wrong, p.Voiding = wrong, r.Ref
		return renderInvalid(c, views.GiftReceipts(p))
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.GiftReceipts(lang(c)))
}
