package papers_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"chatiere/models/commons"
	"chatiere/views/papers"
)

var printedOn = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// personal is a receipt of a person's gift; corporate, of a company's in money; lent, of what it gave in kind.
func personal() commons.GiftReceipt {
	return commons.GiftReceipt{
		Form: commons.PersonForm, Number: "R2026-00001", IssuedOn: "2026-11-25", Locale: "en", DonorName: "Kim Exemple", Street: "1 rue du Don", Postcode: "69001", City: "Lyon", Country: "FR",
		Body: commons.ReceiptBody{
			Name: "Les Chats libres", Street: "3 allée du Toit", Postcode: "75011", City: "Paris", Country: "FR", Registry: "W751234567", Object: "Des outils libres pour les associations",
			Category: commons.GeneralInterest, Rescrit: "2026/1234", Signer: "Omar Exemple", Role: "Présidence",
		},
		Cents: 15_000, ReceivedOn: "2026-11-20", Method: "cheque",
	}
}

func corporate() commons.GiftReceipt {
	r, o := personal(), uint(7)
	r.Form, r.OrganisationID, r.Number, r.DonorName, r.LegalForm, r.SIREN, r.Cents, r.Method = commons.CompanyForm, &o, "R2026-00002", "Les Copeaux de l’Ardèche", "Société coopérative", "123456782", 123_456, "card"
	return r
}

func lent(thing string) commons.GiftReceipt {
	r, c := corporate(), uint(9)
	r.ContributionID, r.Number, r.Thing, r.BeganOn, r.Method = &c, "R2026-00003", thing, "2026-11-02", ""
	return r
}

// TestEveryReceiptIsAnArchiveThatSaysWhatItsFormAsks reads back what is printed: every mention of each form (law-and-charter.md c), on one page.
func TestEveryReceiptIsAnArchiveThatSaysWhatItsFormAsks(t *testing.T) {
	theirs := []string{"Les Copeaux de l’Ardèche", "Société coopérative", "123 456 782", "1 rue du Don, 69001 Lyon, France", "238 bis", "16216*02", "2041-MEC-SD", "***1 234,56 €***", "Entreprise donatrice"}
	ours := []string{"Les Chats libres", "3 allée du Toit, 75011 Paris, France", "W751234567", "Des outils libres pour les associations", "Œuvre ou organisme d’intérêt général", "2026/1234", "Fait à Paris, le 25 novembre 2026", "Omar Exemple, Présidence", "certifie sur l’honneur"}
	void := corporate()
	void.VoidedAt = &printedOn
	long := strings.TrimSpace(strings.Repeat("12 ordinateurs portables de 2021, avec chargeurs ; ", 12))[:600]
	for name, is := range map[string]struct {
		r    commons.GiftReceipt
		says []string
		not  []string
	}{
		"person":       {personal(), []string{"R2026-00001", "Reçu au titre des dons", "11580*05", "article 200", "Kim Exemple", "1 rue du Don, 69001 Lyon, France", "***150,00 €***", "20 novembre 2026", "Déclaration de don manuel", "Numéraire", "Remise d’un chèque"}, []string{"238 bis", "ANNULÉ", "Forme juridique"}},
		"company":      {corporate(), append(theirs, "R2026-00002", "20 novembre 2026", "Numéraire", "Virement, prélèvement, carte bancaire"), []string{"article 200", "11580", "en nature", "ANNULÉ"}},
		"in-kind":      {lent("12 ordinateurs portables de 2021"), append(theirs, "R2026-00003", "du 2 novembre 2026 au 20 novembre 2026", "Don en nature", "12 ordinateurs portables de 2021", "coût de revient", "seule responsabilité"), []string{"Numéraire", "Virement"}},
		"in-kind-long": {lent(long), []string{"Omar Exemple, Présidence"}, nil},
		"void":         {void, append(theirs, "ANNULÉ"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			pdf, err := papers.Receipt(is.r, printedOn)
			if err != nil {
				t.Fatal(err)
			}
			keep(t, "receipt-"+name+".pdf", pdf)
			for _, f := range faults(pdf, nil) {
				t.Error(f)
			}
			said := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(words(pdf))
			for _, one := range append(is.says, ours...) {
				if !strings.Contains(strings.Join(strings.Fields(said), " "), one) {
					t.Errorf("does not say %q", one)
				}
			}
			for _, one := range is.not {
				if strings.Contains(said, one) {
					t.Errorf("says %q", one)
				}
			}
			if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != 1 {
				t.Errorf("%d pages", n)
			}
			if again, err := papers.Receipt(is.r, printedOn); err != nil || !bytes.Equal(pdf, again) {
				t.Errorf("drawn again it has other bytes (%v)", err)
			}
		})
	}
}
