package billing

import (
	"strings"

	"chatiere/models/ledger"
)

// The words of the file of the law are French, as are the labels of the chart of accounts: it is a paper of French tax law.

// journalNames are the names of the journals.
var journalNames = map[ledger.Journal]string{
	ledger.Opening: "Bilan d'ouverture", ledger.Sales: "Ventes", ledger.Purchases: "Achats", ledger.Bank: "Banque",
	ledger.Miscellaneous: "Opérations diverses", ledger.InKind: "Contributions volontaires en nature", ledger.Time: "Temps",
}

// kindNames say what an entry tells.
var kindNames = map[string]string{
	"invoice": "Facture", "credit_note": "Avoir", "payment_in": "Règlement reçu", "payment_undone": "Règlement repris", "advance_applied": "Acompte imputé",
	"payment_freed": "Règlement libéré", "redistribution_accrual": "Part redistribuée", "redistribution_taken_back": "Part redistribuée reprise",
	"refund": "Remboursement", "refund_failed": "Remboursement revenu", "dispute": "Paiement contesté", "collecting_fee": "Frais d'encaissement",
	"collected_paid_out": "Versement de l'encaisseur", "collected_payout_failed": "Versement de l'encaisseur revenu", "payment_unclear": "Encaissement à éclaircir",
	"payment_explained": "Encaissement éclairci", "collecting_other": "Mouvement du compte de l'encaisseur",
	"offset_apply": "Compensation", "credit_grant": "Avoir de réciprocité", "supplier_invoice": "Facture reçue", "supplier_payment": "Soulte versée",
	"redistribution_allocate": "Attribution", "payout_sent": "Versement ordonné", "payout_confirmed": "Versement confirmé", "payout_returned": "Versement revenu",
	"written_off": "Créance passée en perte", "class8": "Contribution volontaire en nature", "reversal": "Extourne", "opening": "Ouverture",
	"bank_fee": "Frais bancaires", "purchase": "Achat", "gift": "Don reçu", "gift_in": "Don reçu", "gift_back": "Don rendu", "membership": "Adhésion reçue", "card_payout": "Versement de cartes", "suspense": "Mouvement à classer",
}

// entryLabel is what the file calls an entry: what it tells, its document, and the words of who wrote it.
func entryLabel(l ledger.Line) string {
	name, known := kindNames[l.Kind]
	if !known {
		name = strings.ReplaceAll(l.Kind, "_", " ")
	}
	switch {
	case l.Memo != "":
		return name + " - " + l.Memo
	case l.SubjectType == "invoice":
		return name + " " + l.PieceRef
	}
	return name
}
