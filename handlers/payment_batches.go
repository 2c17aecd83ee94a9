package handlers

import (
	"errors"
	"net/http"

	"chatiere/locales"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// PaymentBatches are payments to projects that are approved and paid together.
type PaymentBatches struct{ site Site }

// Create puts one together of what is owed now.
func (h PaymentBatches) Create(c echo.Context) error {
	var form commons.BatchForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	if cents, ok := locales.ParseMoney(lang(c), form.Least); ok {
		form.LeastCents = cents
	}
	b, err := commons.DraftBatch(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return Payouts(h).draw(c, http.StatusUnprocessableEntity, views.PayoutsPage{Form: form, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.PaymentBatch(lang(c), b.Ref))
}

// Show draws a batch: what is in it, who approved it, what comes next.
func (h PaymentBatches) Show(c echo.Context) error {
	return h.draw(c, http.StatusOK, views.BatchPage{})
}

func (h PaymentBatches) draw(c echo.Context, status int, p views.BatchPage) error {
	var err error
	if p.Batch, err = commons.FindBatch(ctx(c), h.site.DB, me(c), c.Param("ref")); err != nil {
		return err
	}
	if p.Flags, err = p.Batch.FlagsOn(ctx(c), h.site.DB); err != nil {
		return err
	}
	p.Keeps = commons.KeepsPayouts(me(c))
	p.Proven = store.Now(h.site.DB).Sub(session(c).ProvenAt) < commons.ProofAge
	if p.Day == "" {
		p.Day = p.Batch.ExecuteOn
	}
	return renderStatus(c, status, views.PaymentBatch(p))
}

// does something to the batch in the address, and shows it again with what is wrong, or that it changed meanwhile.
func (h PaymentBatches) does(c echo.Context, p views.BatchPage, done string, act func(*commons.Batch) error) error {
	b, err := commons.FindBatch(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	err = act(&b)
	var wrong bool
	switch p.Wrong, wrong = store.AsInvalid(err); {
	case wrong:
		return h.draw(c, http.StatusUnprocessableEntity, p)
	case errors.Is(err, store.ErrConflict):
		p.Moved = true
		return h.draw(c, http.StatusConflict, p)
	case err != nil:
		return err
	}
	h.site.flash(c, done)
	return redirect(c, paths.PaymentBatch(lang(c), b.Ref))
}

// BatchSubmissions end drafts.
type BatchSubmissions struct{ site Site }

// Create tells the maintainers and asks for approval.
func (h BatchSubmissions) Create(c echo.Context) error {
	return PaymentBatches(h).does(c, views.BatchPage{}, "batch_submitted", func(b *commons.Batch) error { return b.Submit(ctx(c), h.site.DB, me(c)) })
}

// BatchRemovals take payments out.
type BatchRemovals struct{ site Site }

// Create takes one out, for a reason.
func (h BatchRemovals) Create(c echo.Context) error {
	p := views.BatchPage{Remove: c.FormValue("payment"), RemoveReason: c.FormValue("remove_reason")}
	return PaymentBatches(h).does(c, p, "saved", func(b *commons.Batch) error {
		return b.Remove(ctx(c), h.site.DB, me(c), p.Remove, p.RemoveReason)
	})
}

// BatchDays are when banks execute batches.
type BatchDays struct{ site Site }

// Update sets another day.
func (h BatchDays) Update(c echo.Context) error {
	p := views.BatchPage{Day: c.FormValue("execute_on")}
	return PaymentBatches(h).does(c, p, "saved", func(b *commons.Batch) error { return b.Reschedule(ctx(c), h.site.DB, me(c), p.Day) })
}

// BatchApprovals say that a batch is right.
type BatchApprovals struct{ site Site }

// Create is one of the two.
func (h BatchApprovals) Create(c echo.Context) error {
	var form commons.ApprovalForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	form.ProvenAt, form.Factors = session(c).ProvenAt, session(c).Means(store.Now(h.site.DB))
	return PaymentBatches(h).does(c, views.BatchPage{NoInterest: form.NoInterest}, "batch_approved", func(b *commons.Batch) error {
		return b.Approve(ctx(c), h.site.DB, me(c), form)
	})
}

// BatchRejections end batches that are not paid.
type BatchRejections struct{ site Site }

// Create ends one, for a reason.
func (h BatchRejections) Create(c echo.Context) error {
	p := views.BatchPage{RejectReason: c.FormValue("reject_reason")}
	return PaymentBatches(h).does(c, p, "batch_rejected", func(b *commons.Batch) error { return b.Reject(ctx(c), h.site.DB, me(c), p.RejectReason) })
}

// BatchExports give batches to the bank.
type BatchExports struct{ site Site }

// Create makes the files and books the money as in transit.
func (h BatchExports) Create(c echo.Context) error {
	return PaymentBatches(h).does(c, views.BatchPage{}, "batch_exported", func(b *commons.Batch) error {
		return b.Export(ctx(c), h.site.DB, h.site.Secret, me(c), h.site.projectPages())
	})
}

// BatchOrders are the files for the bank.
type BatchOrders struct{ site Site }

// Show sends one, byte for byte as it was made.
func (h BatchOrders) Show(c echo.Context) error {
	return h.site.batchFile(c, false, ".xml", "application/xml")
}

// BatchTables are the same payments as a table.
type BatchTables struct{ site Site }

// Show sends one.
func (h BatchTables) Show(c echo.Context) error {
	return h.site.batchFile(c, true, ".csv", "text/csv; charset=utf-8")
}

// BatchSums are what the tables of batches are checked by.
type BatchSums struct{ site Site }

// Show sends one.
func (h BatchSums) Show(c echo.Context) error {
	b, err := commons.FindBatch(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	about, err := b.About(me(c))
	if err != nil {
		return err
	}
	return attach(c, b.MessageID+".json", "application/json", about)
}

func (s Site) batchFile(c echo.Context, table bool, ending, mediaType string) error {
	b, err := commons.FindBatch(ctx(c), s.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	content, err := b.File(ctx(c), s.DB, s.Secret, me(c), table)
	if err != nil {
		return err
	}
	return attach(c, b.MessageID+ending, mediaType, content)
}
