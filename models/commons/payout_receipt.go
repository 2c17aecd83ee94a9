package commons

import (
	"context"

	"chatiere/models/files"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// PayoutReceiptForm is what shows that the project has the money: the address of a page, or a file.
type PayoutReceiptForm struct {
	URL    string       `form:"receipt_url"`
	Upload files.Upload `form:"-"`
}

// Receive keeps a receipt of the payment; a newer one takes its place, and the older file stays.
func (p *UpstreamPayment) Receive(ctx context.Context, db *gorm.DB, by people.User, f PayoutReceiptForm) error {
	if !KeepsPayouts(by) {
		return store.ErrForbidden
	}
	f.URL = oneLine(f.URL)
	switch {
	case f.URL == "" && f.Upload.Name == "":
		return wrong("receipt_url", "payouts.wrong.receipt_none")
	case f.URL != "" && !secureAddress(f.URL):
		return wrong("receipt_url", "payouts.wrong.https")
	case p.State != PaymentSent && p.State != PaymentConfirmed:
		return ErrMoved
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error {
		p.ReceiptURL = f.URL
		if f.Upload.Name != "" {
			if err := p.adopt(ctx, tx, by, f.Upload); err != nil {
				return err
			}
		}
		if err := p.keep(ctx, tx, p.State, "ReceiptURL", "ReceiptFileID", "ReceiptSHA256"); err != nil {
			return err
		}
		if err := p.note(ctx, tx, by, "payout_receipt_kept", p.ReceiptSHA256); err != nil {
			return err
		}
		return store.Published(tx)
	})
}

func (p *UpstreamPayment) adopt(ctx context.Context, tx *gorm.DB, by people.User, u files.Upload) error {
	u.ByID = by.ID
	if err := u.Check("receipt"); err != nil {
		return err
	}
	kept, err := files.Keep(ctx, tx, u)
	if err != nil {
		return err
	}
	p.ReceiptFileID, p.ReceiptSHA256 = &kept.ID, kept.SHA256
	return files.Adopt(ctx, tx, by.ID, []string{kept.Ref}, "upstream_payment", p.ID)
}

// Receipt returns the file of the payment's receipt, else store.ErrNotFound.
func (p UpstreamPayment) Receipt(ctx context.Context, db *gorm.DB) (files.File, error) {
	if p.ReceiptFileID == nil {
		return files.File{}, store.ErrNotFound
	}
	return store.From[files.File](db).Where("id = ?", *p.ReceiptFileID).Take(ctx)
}
