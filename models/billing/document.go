package billing

import (
	"context"

	"chatiere/models/billing/facturx"
	"chatiere/models/files"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// File keeps the drawn document once and for all (SNP2). Told again, it changes nothing and returns the document as it is.
func (i Invoice) File(ctx context.Context, db *gorm.DB, name string, pdf []byte) (Invoice, error) {
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		fresh, err := store.From[Invoice](tx, forUpdate).Where("id = ?", i.ID).Take(ctx)
		if err != nil {
			return err
		}
		if fresh.FileID == nil {
			kept, err := files.Store(ctx, tx, "invoice", i.ID, name, "application/pdf", pdf)
			if err != nil {
				return err
			}
			fresh.FileID, fresh.FileSHA256 = &kept.ID, kept.SHA256
			if err := tx.WithContext(ctx).Model(&fresh).Select("file_id", "file_sha256").Updates(&fresh).Error; err != nil {
				return err
			}
		}
		i.FileID, i.FileSHA256 = fresh.FileID, fresh.FileSHA256
		return nil
	})
	return i, err
}

// writeElectronic keeps the electronic form of a document in the moment of its issue, with its sum, once and for all (XML1). One that
// would break a rule is not written: the document is valid without it, and the operators are told why (Invoice.Broken).
func (i *Invoice) writeElectronic(ctx context.Context, tx *gorm.DB) error {
	d := i.Electronic()
	if len(facturx.Check(d)) > 0 {
		return nil
	}
	kept, err := files.Store(ctx, tx, "invoice", i.ID, i.FullName()+".xml", facturx.MediaType, facturx.Write(d))
	if err != nil {
		return err
	}
	i.XMLFileID, i.XMLSHA256 = &kept.ID, kept.SHA256
	return nil
}

// Broken are the rules for which a document has no electronic form; none when it has one, or is older than these forms.
func (i Invoice) Broken() []facturx.Broken {
	if i.XMLFileID != nil {
		return nil
	}
	return facturx.Check(i.Electronic())
}

// XML returns the electronic form of a document, as it was written at its issue; nothing when there is none.
func (i Invoice) XML(ctx context.Context, db *gorm.DB) ([]byte, error) {
	if i.XMLFileID == nil {
		return nil, nil
	}
	f, err := store.From[files.File](db).Where("id = ?", *i.XMLFileID).Take(ctx)
	if err != nil {
		return nil, err
	}
	return f.Content(ctx, db)
}

// Document returns the file of a document and its bytes, once it was drawn; before that store.ErrNotFound.
func (i Invoice) Document(ctx context.Context, db *gorm.DB) (files.File, []byte, error) {
	if i.FileID == nil {
		return files.File{}, nil, store.ErrNotFound
	}
	f, err := store.From[files.File](db).Where("id = ?", *i.FileID).Take(ctx)
	if err != nil {
		return f, nil, err
	}
	content, err := f.Content(ctx, db)
	return f, content, err
}

// File keeps the drawn pro forma, once, for letters and for whoever saves it.
func (p ProForma) File(ctx context.Context, db *gorm.DB, name string, pdf []byte) (files.File, error) {
	var kept files.File
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[ProForma](tx, forUpdate).Where("id = ?", p.ID).Take(ctx); err != nil {
			return err
		}
		before, err := files.Of(ctx, tx, "pro_forma", p.ID)
		if err != nil {
			return err
		}
		if len(before) > 0 {
			kept = before[0]
			return nil
		}
		kept, err = files.Store(ctx, tx, "pro_forma", p.ID, name, "application/pdf", pdf)
		return err
	})
	return kept, err
}

// File keeps the acknowledgement of a notice, once, for the letter and the file of proofs.
func (n Notice) File(ctx context.Context, db *gorm.DB, name string, pdf []byte) (files.File, error) {
	var kept files.File
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[Notice](tx, forUpdate).Where("id = ?", n.ID).Take(ctx); err != nil {
			return err
		}
		before, err := files.Of(ctx, tx, "notice", n.ID)
		if err != nil {
			return err
		}
		if len(before) > 0 {
			kept = before[0]
			return nil
		}
		kept, err = files.Store(ctx, tx, "notice", n.ID, name, "application/pdf", pdf)
		return err
	})
	return kept, err
}

// File keeps the quote of a request as it was answered, once for each answer.
func (r Request) File(ctx context.Context, db *gorm.DB, name string, pdf []byte) (files.File, error) {
	var kept files.File
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		if _, err := store.From[Request](tx, forUpdate).Where("id = ?", r.ID).Take(ctx); err != nil {
			return err
		}
		before, err := files.Of(ctx, tx, "request", r.ID)
		if err != nil {
			return err
		}
		if n := len(before); n > 0 && r.AnsweredAt != nil && !before[n-1].CreatedAt.Before(*r.AnsweredAt) {
			kept = before[n-1]
			return nil
		}
		kept, err = files.Store(ctx, tx, "request", r.ID, name, "application/pdf", pdf)
		return err
	})
	return kept, err
}
