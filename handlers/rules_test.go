package handlers

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/billing/facturx"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/post"
	"chatiere/models/store/storetest"
)

// TestNUM6_OneNumberEverywhere reads the number of one invoice on the screens of its organisation and of the desk, on paper, in the electronic
// form, in the letter, in both lists and on the page behind the link that pays it.
func TestNUM6_OneNumberEverywhere(t *testing.T) {
	s := newSite(t)
	s.mails(t)
	s.sells(t)
	p, o, ada := s.bought(t, "ada@fee.example")
	i, err := billing.Finalise(context.Background(), s.db, journal.Actor{}, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	jobstest.Drain(t, s.worker)
	const number = "F2026-0001"
	books, page := s.staffed(t, people.Accountant), "/fr/o/"+o.Ref+"/invoices/"+i.Ref
	ada.visit(page).sees("Facture " + number)
	books.visit("/fr/desk/invoices/" + i.Ref).sees(number)
	ada.visit(page + "/pdf").status(200).isPDF()
	if !strings.Contains(ada.page.body, "Facture "+number+"<") || !strings.Contains(ada.page.header.Get("Content-Disposition"), number+".pdf") {
		t.Error("the paper says another number")
	}
	if d, err := facturx.Read([]byte(ada.visit(page + "/xml").status(200).page.body)); err != nil || d.Number != number {
		t.Errorf("the electronic form says %q %v", d.Number, err)
	}
	var l post.Letter
	if err := s.db.Where("kind = 'invoice_issued'").Take(&l).Error; err != nil || !strings.Contains(l.Subject, number) || !strings.Contains(l.Text, number) {
		t.Errorf("the letter says %q %v", l.Subject, err)
	}
	for who, path := range map[*person]string{ada: "/fr/o/" + o.Ref + "/invoices.csv", books: "/fr/desk/invoices.csv"} {
		if rows := who.rows(path); len(rows) != 2 || !strings.Contains(strings.Join(rows[1], ";"), number) {
			t.Errorf("%s: %v", path, rows)
		}
	}
	link, err := billing.LinkFor(context.Background(), s.db, o.ID, []uint{i.ID})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := billing.FindPayLink(context.Background(), s.db, link.Ref); err != nil || found.Invoices[0].FullName() != number {
		t.Errorf("the link pays %+v %v", found, err)
	}
}

// TestDUN2_TheLinkOfAReminderOpensWithoutSigningIn follows the one link of a reminder.
func TestDUN2_TheLinkOfAReminderOpensWithoutSigningIn(t *testing.T) {
	s := newSite(t)
	s.mails(t)
	o, ada := s.late(t)
	jobstest.Drain(t, s.worker)
	var l post.Letter
	if err := s.db.Where("address = 'ada@fee.example' and kind = 'organisation_chased'").Take(&l).Error; err != nil {
		t.Fatal(err)
	}
	v, address := s.visitor("fr").visit("/fr/outbox/"+l.Ref).status(200), ""
	for _, a := range v.all("a", nil) {
		if href := attribute(a, "href"); strings.Contains(href, "/fr/pay/") {
			address = v.absolute(href)
		}
	}
	s.visitor("fr").visit(address).status(200).sees("F2026-0001", "120,00").missing(o.Name, "Ada")
	ada.visit("/fr/o/" + o.Ref + "/deferrals").status(200)
}

func TestTAX3_AnOperatorWritesDownWhatTheRegisterSaid(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		_, o, ada := s.bought(t, "ada@fee.example")
		ops, books, page := s.staffed(t, people.Operator), s.staffed(t, people.Accountant), "/fr/desk/accounts/"+o.Ref
		ops.visit(page).status(200).missing("VIES")
		number := func(vat string) {
			t.Helper()
			err := s.db.Model(&people.Organisation{}).Where("id = ?", o.ID).Updates(map[string]any{"country": "BE", "fiscal_status": people.Liable, "vat_number": vat}).Error
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := s.db.Model(&people.Organisation{}).Where("id = ?", o.ID).Update("vat_number", "FR44732829320").Error; err != nil {
			t.Fatal(err)
		}
		ops.visit(page).sees("FR44732829320").missing("VIES") // at home the register decides nothing
		number("BE0403170701")
		ops.visit(page).sees("BE0403170701", "pas vérifié", "Ouvrir VIES")
		ops.send("Garder cette réponse", url.Values{"answer": {"valid"}, "checked_on": {"2026-11-24"}}).
			refused("request_id", "Gardez une preuve : le numéro de consultation, ou le nom et l’adresse que le registre a donnés.", map[string]string{"checked_on": "2026-11-24"})
		number("BE0202239951") // while the operator types
		ops.send("Garder cette réponse", url.Values{"request_id": {"WAPIAAAAZ1"}}).status(409)
		number("BE0403170701")
		ops.visit(page).send("Garder cette réponse", url.Values{"answer": {"valid"}, "checked_on": {"2026-11-24"}, "request_id": {"WAPIAAAAZ1"}, "words": {"NV BRUSSELS"}}).
			status(200).sees("connu du registre", "24 novembre 2026", "WAPIAAAAZ1", "NV BRUSSELS")
		books.visit(page).sees("connu du registre", "WAPIAAAAZ1").missing("Garder cette réponse")
		ada.post(page+"/vat-checks", url.Values{"answer": {"valid"}}).status(403)
		s.owes(t, ada.user)
		exactly(t, s.db, 1, "invoice_lines", "category = 'AE' and rate_bp = 0 and exemption_code = 'VATEX-EU-AE'")
		exactly(t, s.db, 1, "journal_entries", "verb = 'vat_checked'")
		number("BE0202239951")
		ops.visit(page).sees("BE0202239951", "pas vérifié", "BE0403170701")
	})
}

func TestTheCollectiveSaysHowLongAheadAYearIsAnnounced(t *testing.T) {
	s := newSite(t)
	s.sells(t)
	ops := s.staffed(t, people.Operator)
	ops.visit("/fr/desk/collective").status(200).sees("Annonce d’une nouvelle année", "L215-1")
	ops.send("Enregistrer", url.Values{"renewal_days": {"20"}, "renewal_pro_days": {"0"}}).refused("renewal_days", "Écrivez un nombre entre 35 et 90.", map[string]string{"renewal_pro_days": "0"})
	ops.send("Enregistrer", url.Values{"renewal_days": {"45"}}).status(200)
	exactly(t, s.db, 1, "collectives", "renewal_days = 45 and renewal_pro_days = 0")
}

func TestTheRegistersAnswerInChromium(t *testing.T) {
	s := newSite(t)
	o, _ := s.late(t)
	if err := s.db.Model(&people.Organisation{}).Where("id = ?", o.ID).Updates(map[string]any{"country": "BE", "vat_number": "BE0403170701"}).Error; err != nil {
		t.Fatal(err)
	}
	ops := s.staffed(t, people.Operator)
	ops.visit("/fr/desk/accounts/"+o.Ref).send("Garder cette réponse", url.Values{"answer": {"valid"}, "checked_on": {"2026-11-24"}, "request_id": {"WAPIAAAAZ1"}, "words": {"NV BRUSSELS, Rue de la Loi 1, 1000 Bruxelles"}}).status(200)
	withBrowser(t, s.server.URL, func(b *browser) {
		b.as(ops).visit("/fr/desk/accounts/" + o.Ref).sees("Numéro de TVA").axe().fits().shot("rules/vat").phone().axe().fits().shot("rules/vat-phone").dark().axe()
		b.as(ops).visit("/en/desk/collective").sees("A new year is announced").fits().shot("rules/collective")
	})
}

func TestBAT4_WorkThatIsLateIsShownAtTheDesk(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.sells(t)
		ops := s.staffed(t, people.Operator)
		ops.visit("/fr/desk/promises").sees("Travail régulier", "Rien n’a encore été fait")
		if err := s.worker.Keep(context.Background(), "calendar_due", []byte("{}")); err != nil {
			t.Fatal(err)
		}
		ops.visit("/fr/desk/promises").sees("Renouvellements, annonces, prélèvements et rappels", "à l’heure")
		ops.visit("/fr/desk").missing("en retard")
		storetest.SetClock(s.db, storetest.Noon.Add(3*time.Hour))
		ops = s.enters(t, ops.user)
		ops.visit("/fr/desk").sees("1 travail régulier du portail est en retard").follow("1 travail régulier").at("/fr/desk/promises").sees("en retard")
	})
}
