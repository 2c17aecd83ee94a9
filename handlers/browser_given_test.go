package handlers

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"chatiere/jobs/jobstest"
	"chatiere/locales"
	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

const (
	babel       = "Babel Bleu"
	jonas       = "jonas@babel-bleu.example" // decides for Babel Bleu, a company
	translation = "Le guide, traduit"
	twoInvoices = "Traductions contre hébergement"
)

// counted is step 4 of hosts-and-users.md section 6 in Chromium: what a volunteer gives, and what a company works under an agreement.
type counted struct {
	*shown
	h       *hamlet
	org     people.Organisation
	invoice billing.Invoice
	pdf     string // the invoice as it was issued
	paper   string // the agreement
}

func TestStory4InChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			y := newCounted(t, newSite(t), lang, phone)
			y.bothSidesAgree()
			y.hoursHaveAValueInKind()
			y.aVolunteerGives()
			y.nobodyCountsThem()
			y.isOnNoInvoice()
			y.aCompanyWorks()
			y.eachInvoicesTheOther()
			y.paysWhatIsLeft()
			y.allReadIt()
			y.quiet()
		})
	}
}

// newCounted is a hamlet whose host sells, with a company that owes 120 €.
func newCounted(t *testing.T, s *site, lang string, phone bool) *counted {
	t.Helper()
	s.sells(t)
	y := &counted{shown: &shown{story: &story{T: t, s: s, lang: lang}, phone: phone, windows: map[string]*browser{}}, h: s.hamlet(t)}
	ctx := context.Background()
	p, err := billing.Subscribe(ctx, s.db, people.User{}, billing.SubscribeForm{
		Offer: "ensemble", Tier: catalogue.Standard, Period: "year", Organisation: babel, Name: "Jonas", Email: jonas, Country: "FR", Terms: true, EarlyStart: true, Key: store.NewRef(), Lang: lang,
	})
	y.must(err)
	y.must(billing.AcceptOf(ctx, s.db, s.meets(t, jonas).ID))
	y.must(s.db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Updates(map[string]any{
		"legal_name": "Coopérative Babel Bleu", "street": "6 cours des Langues", "postcode": "33000", "city": "Bordeaux", "registry_number": "000000091",
		"fiscal_status": people.Liable, "vat_number": "FR91000000091", "details_at": store.Now(s.db),
	}).Error)
	y.must(s.db.Model(&collective.Collective{}).Where("1 = 1").Update("registry_number", "732829320").Error)
	y.must(s.db.Exec("update users set locale = ?", lang).Error)
	if y.invoice, err = billing.Finalise(ctx, s.db, journal.Actor{}, p.ID); err != nil {
		t.Fatal(err)
	}
	if y.org, err = people.LoadOrganisation(ctx, s.db, p.OrganisationID); err != nil {
		t.Fatal(err)
	}
	y.pdf = y.knows(jonas).visit(y.itsPage() + "/pdf").status(200).page.body
	return y
}

func (y *counted) itsPage() string { return paths.Invoice(y.lang, y.org, y.invoice) }

func (y *counted) money(cents int64) string { return locales.Money(y.lang, cents, "EUR") }

// quiet demands that nothing complained in any window.
func (y *shown) quiet() {
	y.Helper()
	for who, b := range y.windows {
		for _, complaint := range b.complaints() {
			y.Errorf("%s: %s", who, complaint)
		}
	}
}

// hoursHaveAValueInKind is the accountant's rule, which touches no price.
func (y *counted) hoursHaveAValueInKind() {
	y.Helper()
	b := y.window("colette@chats.example").visit(y.at("/desk/valuations")).choose(y.w("commons.valuations.hours")).fill(y.w("commons.valuations.amount"), locales.Amount(y.lang, 1200))
	b.fill(y.w("commons.valuations.method"), "Salaire minimum").fill(y.w("commons.valuations.from"), "2026-01-01").fits().axe()
	b.press(y.w("commons.valuations.save")).seesIn("table", y.w("commons.valuations.per_hour", "Amount", y.money(1200)))
}

// aVolunteerGives six hours of documentation; two people say that it is so.
func (y *counted) aVolunteerGives() {
	y.Helper()
	b := y.window("kim@chats.example").visit(y.at("/contributions")).press(y.w("commons.give.log")).press(y.w("commons.choice.words")).fill(y.w("commons.form.title"), gift)
	b.fill(y.w("commons.form.kind"), y.w("commons.kind.doc")).fill(y.w("commons.form.evidence"), "https://wiki.example/boite").fill(y.w("commons.form.hours"), "6").fits().axe()
	b.press(y.w("commons.form.send")).sees(gift).sees(locales.Minutes(y.lang, 360)).fits().axe().shot("rounds/given-" + y.lang)
	y.gift = paths.ContributionOf(y.lang, y.ref("contributions", "title", gift))
	for _, witness := range []string{"bob@chats.example", "colette@chats.example"} {
		y.window(witness).visit(y.at("/contributions/to-confirm")).press(gift).press(y.w("commons.attest.confirm")).seesNot(y.w("commons.attest.confirm"))
	}
}

// must stops at what should not go wrong.
func (y *story) must(err error) {
	y.Helper()
	if err != nil {
		y.Fatal(err)
	}
}

// ref is the public address of a row.
func (y *story) ref(table, column, value string) (ref string) {
	y.Helper()
	if err := y.s.db.Table(table).Where(column+" = ?", value).Order("id desc").Limit(1).Pluck("ref", &ref).Error; err != nil || ref == "" {
		y.Fatal(table, value, err)
	}
	return ref
}

// nobodyCountsThem is the refusal: neither an agreement with a person nor one of a company turns a volunteer's hours into a price.
func (y *counted) nobodyCountsThem() {
	y.Helper()
	omar, samia := y.window("omar@chats.example"), y.window("samia@chats.example")
	omar.visit(y.at("/desk/agreements")).press(y.w("agreements.form.title")).fill(y.w("agreements.form.email"), "kim@chats.example").choose(y.w("commons.basis.b2b_compensation"))
	omar.fill(y.w("commons.agreements.name"), "Kim").fill(y.w("commons.agreements.terms"), "Des heures.").press(y.w("agreements.form.send")).sees(y.w("error.summary")).sees(y.w("error.no_credit_for_volunteers")).holding("title", "Kim").fits().axe()
	samia.visit(y.at("/desk/contributions")).press(gift).sees(y.w("error.no_credit_for_volunteers")).sees(y.w("commons.count.volunteer")).seesNot(y.w("commons.count.send")).fits().axe().shot("rounds/refused-" + y.lang)
	y.isRefused("samia@chats.example")
	samia.choose(y.w("commons.decide.accept")).press(y.w("commons.decide.send")).seesIn(".facts", y.w("commons.given"))
	jobstest.Drain(y.T, y.s.worker)
	samia.visit(y.gift).press(y.w("commons.show.effects")).sees(y.w("commons.show.effect_class8", "Amount", y.money(7200))).sees(y.w("commons.show.effects_no_price")).fits().axe()
	exactly(y.T, y.s.db, 1, "contributions", "treatment = 'given' and agreement_id is null")
}

// isOnNoInvoice finds the hours in the accounts in kind, 864 against 875, and nowhere near what anybody pays.
func (y *counted) isOnNoInvoice() {
	y.Helper()
	b := y.window("colette@chats.example").visit(y.at("/desk/accounting/2026")).seesIn("#balance", "Personnel bénévole").seesIn("#balance", "Bénévolat").seesIn("#fec", y.begins("accounting.sound")).fits().axe()
	for account, sign := range map[string]int64{"864": 1, "875": -1} {
		b.seesIn("#balance", account).seesIn("#balance", y.money(sign*7200))
	}
	exactly(y.T, y.s.db, 1, "invoices", "1 = 1")
	exactly(y.T, y.s.db, 0, "reciprocity_credits", "1 = 1")
	y.stays(12000)
}

// begins is a sentence of the site up to its first figure.
func (y *story) begins(key string) string {
	y.Helper()
	said := y.w(key, "Lines", "§", "Entries", "§", "Amount", "§")
	for i, r := range said {
		if r == '§' {
			return said[:i]
		}
	}
	return said
}

// stays demands that the invoice is the document that was issued, and that so much of it is due.
func (y *counted) stays(due int64) {
	y.Helper()
	b := y.window(jonas).visit(paths.Invoices(y.lang, y.org)).press(y.invoice.FullName()).seesIn("dl", y.money(due)).sees(y.money(12000)).fits()
	y.isDocument(b, `a[href$="`+y.invoice.Ref+`/pdf"]`)
	if y.knows(jonas).visit(y.itsPage()+"/pdf").page.body != y.pdf {
		y.Error("the invoice is not what it was")
	}
}

// bothSidesAgree is the agreement before the work: proposed by the host, accepted by the company, then by the host.
func (y *counted) bothSidesAgree() {
	y.Helper()
	omar, b := y.window("omar@chats.example"), y.window(jonas)
	omar.visit(y.at("/desk/agreements")).press(y.w("agreements.form.title")).fill(y.w("commons.agreements.organisation"), babel).choose(y.w("commons.basis.b2b_compensation")).fill(y.w("commons.agreements.name"), twoInvoices)
	omar.fill(y.w("commons.agreements.terms"), "Chacun facture l’autre en entier.").fill(y.w("commons.agreements.starts_on"), "2026-11-25").fits().axe().press(y.w("agreements.form.send")).sees(y.w("agreements.state.proposed")).fits().axe()
	b.visit(y.at("/agreements")).press(twoInvoices).fits().axe().press(y.w("agreements.accept_for", "Name", babel)).seesNot(y.w("agreements.accept_for", "Name", babel))
	omar.visit(omar.path()).press(y.w("agreements.accept_for", "Name", "Indie.Host")).sees(y.w("agreements.state.runs")).fits()
	y.paper = paths.Agreement(y.lang, y.ref("agreements", "title", twoInvoices))
}

// aCompanyWorks on its account, and that work is counted.
func (y *counted) aCompanyWorks() {
	y.Helper()
	b, samia := y.window(jonas), y.window("samia@chats.example")
	b.visit(y.at("/contributions")).press(y.w("commons.give.log")).press(y.w("commons.choice.words")).fill(y.w("commons.form.title"), translation).fill(y.w("commons.form.kind"), y.w("commons.kind.translating"))
	b.fill(y.w("commons.form.evidence"), "https://git.example/guide").fill(y.w("commons.form.hours"), "2").fill(y.w("commons.form.on_behalf"), babel).press(y.w("commons.form.send")).sees(translation).fits()
	y.window("bob@chats.example").visit(y.at("/contributions/to-confirm")).press(translation).press(y.w("commons.attest.confirm")).seesNot(y.w("commons.attest.confirm"))
	samia.visit(y.at("/desk/contributions")).press(translation).fill(y.w("commons.count.agreement"), babel+" · "+twoInvoices).press(y.w("commons.count.send")).sees(y.w("commons.count.now", "Treatment", y.w("commons.counted")))
	samia.choose(y.w("commons.decide.accept")).press(y.w("commons.decide.send")).seesIn(".facts", y.w("commons.counted")).fits().axe().shot("rounds/counted-" + y.lang)
	jobstest.Drain(y.T, y.s.worker)
}

// eachInvoicesTheOther hands in a whole invoice with its tax, accepts it, and lets the two debts meet.
func (y *counted) eachInvoicesTheOther() {
	y.Helper()
	file := filepath.Join(y.TempDir(), "bb-12.pdf")
	y.must(os.WriteFile(file, []byte("%PDF-1.7 BB-12"), 0o600))
	b, colo := y.window(jonas), y.window("colette@chats.example")
	b.visit(y.at("/agreements")).press(twoInvoices).fill(y.w("counter.number"), "BB-12").fill(y.w("counter.issued_on"), "2026-11-25").fill(y.w("counter.net"), locales.Amount(y.lang, 4000)).fill(y.w("counter.vat"), locales.Amount(y.lang, 800))
	b.fill(y.w("counter.file"), file).fits().axe().press(y.w("counter.send")).sees(y.w("counter.sent")).sees(y.w("counter.of_which", "Total", y.money(4800), "VAT", y.money(800)))
	colo.visit(y.at("/desk/agreements")).press(twoInvoices).sees("BB-12").check(y.w("counter.marked")).press(y.w("counter.accept")).sees(y.w("counter.accepted"))
	colo.fill(y.w("offsets.counter"), "BB-12").fits().axe().press(y.w("offsets.settle")).seesIn("#offsets", y.w("offsets.by_counter", "Number", "BB-12")).seesIn("#offsets", y.money(4800)).seesIn("#offsets", y.w("offsets.nothing_to_settle_by")).fits().axe().shot("rounds/offset-" + y.lang)
	y.stays(7200)
	b.sees(y.w("settlement.total")).sees(y.w("settlement.offsets")).sees(y.money(-4800)).axe().shot("rounds/netted-" + y.lang)
	if kind, begins := b.document(b.href(y.w("settlement.paper"))); kind != "application/pdf" || begins != "%PDF-" {
		y.Errorf("the paper is %s %q", kind, begins)
	}
}

// paysWhatIsLeft brings the rest by a transfer, as an operator confirms it.
func (y *counted) paysWhatIsLeft() {
	y.Helper()
	y.window("omar@chats.example").visit(y.at("/desk/payments")).press(y.w("payments.confirm_for", "Organisation", babel)).sees(y.money(7200)).fits().axe().press(y.w("payments.confirm"))
	y.stays(0)
	y.window(jonas).sees(y.money(-4800)).sees(y.money(-7200)).fits()
	jobstest.Drain(y.T, y.s.worker)
}

// allReadIt shows everybody what was given and what was worked under an agreement, each apart.
func (y *counted) allReadIt() {
	y.Helper()
	b := y.window("").visit(y.at("/transparency")).seesIn("#time .stat", locales.Minutes(y.lang, 360)).seesIn("#time .stat", y.w("transparency.counted")).seesIn("#time .stat", locales.Minutes(y.lang, 120)).fits().axe()
	b.press(gift).isAt(y.gift).seesIn(".facts", y.w("commons.given")).seesNot(y.money(7200)).fits()
	y.window("colette@chats.example").visit(y.at("/desk/accounting/2026")).seesIn("#fec", y.begins("accounting.sound")).seesIn("#fec", y.w("accounting.tied"))
}
