package handlers

import (
	"context"
	"strings"
	"testing"

	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
)

func TestAnInvoiceIsSavedAsPDFAndAsXMLByThoseWhoMay(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		p, fee, ada := s.bought(t, "ada@fee.example")
		_, other, eve := s.bought(t, "eve@ailleurs.example")
		i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		ada.visit("/fr/o/" + fee.Ref + "/invoices/" + i.Ref).sees("PDF et XML (Factur-X, profil EN 16931)").follow("XML").status(200)
		xml := ada.page
		d, err := facturx.Read([]byte(xml.body))
		if err != nil || d.Number != "F2026-0001" || d.Totals.Total != facturx.Cents(12000) || len(facturx.Check(d)) > 0 {
			t.Errorf("%v %+v", err, d)
		}
		if h := xml.header; h.Get("Content-Type") != "text/xml" || !strings.Contains(h.Get("Content-Disposition"), `attachment`) ||
			!strings.Contains(h.Get("Content-Disposition"), "F2026-0001.xml") || !strings.Contains(h.Get("Cache-Control"), "no-store") {
			t.Errorf("%v", h)
		}
		ada.visit("/fr/o/" + fee.Ref + "/invoices/" + i.Ref + "/pdf").status(200)
		if !strings.Contains(ada.page.body, "/AFRelationship /Alternative") || !strings.Contains(ada.page.body, "(factur-x.xml)") {
			t.Error("the electronic invoice is not in the PDF")
		}
		accountant := s.staffed(t, people.Accountant)
		if accountant.visit("/en/desk/invoices/"+i.Ref).sees("PDF and XML").follow("XML").status(200).page.body != xml.body {
			t.Error("the desk reads another one")
		}
		for _, path := range []string{"/fr/o/" + other.Ref + "/invoices/" + i.Ref + "/xml", "/fr/o/" + fee.Ref + "/invoices/" + i.Ref + "/xml"} {
			eve.visit(path).status(404)
		}
	})
}

func TestADocumentWithoutElectronicFormIsPDFOnlyAndTheDeskIsToldWhy(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	p, fee, ada := s.bought(t, "ada@fee.example")
	if err := s.db.Model(&collective.Collective{}).Where("id > 0").Updates(map[string]any{"registry_number": "", "vat_number": ""}).Error; err != nil {
		t.Fatal(err)
	}
	i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	page := "/fr/o/" + fee.Ref + "/invoices/" + i.Ref
	ada.visit(page).sees("Facture F2026-0001", "PDF seulement").missing("XML", "BR-CO-26")
	ada.visit(page + "/xml").status(404)
	ada.visit(page + "/pdf").status(200)
	if strings.Contains(ada.page.body, "factur-x.xml") {
		t.Error("a file inside that nobody wrote")
	}
	s.staffed(t, people.Operator).visit("/fr/desk/invoices/"+i.Ref).sees("PDF seulement", "BR-CO-26 BT-30", "BR-S-02 BT-31")
}
