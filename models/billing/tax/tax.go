// Package tax says how a sale is taxed and what the law wants printed about it (law-and-charter.md a). It is pure: the collective
// declares its regime, nothing is guessed. The words in guillemets of the law are constants here: they are printed as they are, in
// French, whatever the document's language.
package tax

import "slices"

// Category is how a line is taxed, in the words of EN 16931 (BT-151).
type Category string

// The categories we write (TAX1).
const (
	Standard      Category = "S"
	Exempt        Category = "E"
	ReverseCharge Category = "AE"
	OutOfScope    Category = "O" // a service that is not located in France
)

// Regime is how the seller stands towards VAT; the words are those of models/collective.
type Regime string

// The three regimes (law-and-charter.md a2).
const (
	NotSubject Regime = "not_subject"    // non-profit body, art. 261-7-1°
	Franchise  Regime = "vat_franchise"  // small business, art. 293 B
	Registered Regime = "vat_registered" // charges VAT
)

// The exact wordings of the law, and their codes in an electronic invoice.
const (
	NoteFranchise     = "TVA non applicable, art. 293 B du CGI"
	NoteNonProfit     = "Exonération de TVA, art. 261-7-1° du CGI"
	NoteReverseCharge = "Autoliquidation"
	NoteAbroad        = "TVA non applicable, art. 259 D du CGI"  // buyer outside the Union who is not taxable
	NoteAbroadLiable  = "TVA non applicable, art. 259-1° du CGI" // taxable buyer outside the Union
	CodeAbroad        = "VATEX-EU-O"
	CodeFranchise     = "VATEX-FR-FRANCHISE"
	CodeNonProfit     = "VATEX-FR-CGI261-7"
	CodeReverseCharge = "VATEX-EU-AE"
	NoteNoDiscount    = "Pas d'escompte pour paiement anticipé"
	NoteRecovery      = "Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €"
	NotePenalties     = "Pénalités de retard : taux de refinancement de la Banque centrale européenne, majoré de 10 points"
	NoteOperation     = "Nature de l’opération : prestation de services"
	NoteCompensation  = "En compensation : chacun facture l’autre en entier, seuls les paiements se compensent"
	NoteCredit        = "Le montant de cet avoir est déduit de ce qui reste dû ; ce qui avait déjà été payé reste à votre crédit ou vous est rendu"
)

// Sale is what decides the tax of a service sold by a French collective.
type Sale struct {
	Regime        Regime
	RateBP        int // of the regime, when registered
	SellerCountry string
	BuyerCountry  string
	BuyerLiable   bool // the buyer is subject to VAT
	BuyerVerified bool // the buyer's VAT number was verified: an unverified one never removes the tax (TAX3)
}

// Treatment is how a line is taxed and why it is not.
type Treatment struct {
	Category Category
	RateBP   int
	Code     string
	Note     string
}

// union are the countries of the common VAT area, with Monaco, which France's tax covers.
var union = []string{
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MC", "MT", "NL",
	"PL", "PT", "RO", "SE", "SI", "SK",
}

// Of returns how a sale is taxed.
func Of(s Sale) Treatment {
	switch s.Regime {
	case Registered:
		return registered(s)
	case Franchise:
		return Treatment{Category: Exempt, Code: CodeFranchise, Note: NoteFranchise}
	}
	return Treatment{Category: Exempt, Code: CodeNonProfit, Note: NoteNonProfit}
}

// registered is the tax of a service sold by a body that charges VAT: its own rate at home and to people in the Union, none outside
// it (services by electronic means are located where the buyer is), and the buyer's own account where a register knows them.
func registered(s Sale) Treatment {
	inside := slices.Contains(union, s.BuyerCountry)
	switch {
	case !inside && s.BuyerLiable:
		return Treatment{Category: OutOfScope, Code: CodeAbroad, Note: NoteAbroadLiable}
	case !inside:
		return Treatment{Category: OutOfScope, Code: CodeAbroad, Note: NoteAbroad}
	case s.BuyerLiable && s.BuyerVerified && s.BuyerCountry != s.SellerCountry:
		return Treatment{Category: ReverseCharge, Code: CodeReverseCharge, Note: NoteReverseCharge}
	}
	return Treatment{Category: Standard, RateBP: s.RateBP}
}

// Sound reports whether a treatment may stand on an invoice: S never at nought (TAX2), every other one with its code and its reason.
func (t Treatment) Sound() bool {
	if t.Category == Standard {
		return t.RateBP > 0 && t.Code == "" && t.Note == ""
	}
	return t.RateBP == 0 && t.Code != "" && t.Note != "" && slices.Contains([]Category{Exempt, ReverseCharge, OutOfScope}, t.Category)
}
