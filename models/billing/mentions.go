package billing

import (
	"chatiere/models/billing/facturx"
	"chatiere/models/billing/tax"
)

// Mentions are the sentences that the law wants on a document beside its figures, word for word and in French, with the code of their
// subject (law-and-charter.md a1, 15–18), and the mark of an invoice under an agreement of compensation (reciprocity.md 2.2): the same on paper and in the electronic form.
func (i Invoice) Mentions() []facturx.Note {
	all := []facturx.Note{{Subject: facturx.SubjectGeneral, Text: tax.NoteOperation}}
	if i.Buyer.Professional() {
		all = append(all, facturx.Note{Subject: facturx.SubjectDiscount, Text: tax.NoteNoDiscount},
			facturx.Note{Subject: facturx.SubjectPenalties, Text: tax.NotePenalties}, facturx.Note{Subject: facturx.SubjectRecovery, Text: tax.NoteRecovery})
	}
	if i.InCompensation {
		all = append(all, facturx.Note{Subject: facturx.SubjectGeneral, Text: tax.NoteCompensation})
	}
	return all
}
