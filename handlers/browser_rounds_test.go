package handlers

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chatiere/jobs/jobstest"
	"chatiere/locales"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/commons/formula"
	"chatiere/models/commons/pain"
	"chatiere/models/journal"
	"chatiere/models/store/storetest"
	"chatiere/views/paths"
)

// maintainer is who reads letters to Projet alpha.
const maintainer = "tresor@alpha.example"

// shared is step 7 of hosts-and-users.md section 6 in Chromium: the year ends, and the libre projects get their part of it.
type shared struct {
	*shown
	g            *green
	desk, public string // the round, for the council and for everybody
	batch        string
}

func TestStory7InChromium(t *testing.T) {
	if storetest.Quick() {
		return
	}
	for lang, phone := range map[string]bool{"fr": false, "en": true} {
		t.Run(lang, func(t *testing.T) {
			y := newShared(t, newSite(t), lang, phone)
			y.on(time.January, 4)
			y.rulesAreFrozen()
			y.sayWhereToPay()
			y.organisationsVote()
			y.on(time.January, 12)
			y.twoApproveTheResult()
			y.on(time.January, 19)
			y.twoApproveTheBatch()
			y.maintainerReadsAndAnswers()
			y.bankGetsItsFile()
			y.on(time.January, 27)
			y.bankConfirms()
			y.on(time.February, 2)
			y.everybodyReadsIt()
			y.booksAreSound()
			y.filesAreValid()
			y.quiet()
		})
	}
}

// newShared is a green hamlet in which 740 € came in during the year: 74 € are for libre projects.
func newShared(t *testing.T, s *site, lang string, phone bool) *shared {
	t.Helper()
	y := &shared{shown: &shown{story: &story{T: t, s: s, lang: lang}, phone: phone, windows: map[string]*browser{}}, g: s.green(t)}
	ctx := context.Background()
	for source, cents := range map[string]int64{"b": 30000, "c": 24000} {
		_, err := commons.Accrue(ctx, s.db, commons.Received{Source: source, On: "2026-11-20", NetCents: cents})
		y.must(err)
	}
	host, err := collective.Find(ctx, s.db)
	y.must(err)
	f := host.Filled()
	f.LegalName, f.RegistryNumber, f.IBAN = "Association Les Chats", "732829320", "FR7630006000011234567890189"
	y.must(collective.Save(ctx, s.db, journal.Actor{}, f))
	y.must(s.db.Exec("update users set locale = ?", lang).Error)
	return y
}

// on lets it be another day of the new year: the jobs of that day run, and everybody comes in again.
func (y *shared) on(month time.Month, day int) {
	y.Helper()
	storetest.SetClock(y.s.db, time.Date(2027, month, day, 10, 0, 0, 0, time.UTC))
	ctx := context.Background()
	y.must(y.s.worker.Keep(ctx, commons.RoundsDue{}.Kind(), []byte("{}")))
	y.must(commons.TurnChannels(ctx, y.s.db))
	jobstest.Drain(y.T, y.s.worker)
	for email, b := range y.windows {
		if email != "" {
			b.as(y.knows(email)) // sessions end after a day
		}
	}
}

func (y *shared) money(cents int64) string { return locales.Money(y.lang, cents, "EUR") }

// rulesAreFrozen writes the rules of a round for the year that ended, sees what they would do, and opens it.
func (y *shared) rulesAreFrozen() {
	y.Helper()
	b := y.window("samia@chats.example").visit(y.at("/desk")).press(y.w("rounds.title")).press(y.w("rounds.desk.new")).holding("from", "2026-01-01").holding("to", "2026-12-31")
	b.fill(y.w("rounds.form.points"), "7").fill(y.w("rounds.form.max"), "5").fill(y.w("rounds.form.min"), "1").fill(y.w("rounds.form.min_payout"), locales.Amount(y.lang, 500))
	b.press(y.w("rounds.form.more")).fill(y.w("rounds.form.owner", "Project", "Projet gamma"), "Les Copeaux")
	for key, day := range map[string]string{"opens": "2027-01-04", "closes": "2027-01-11", "computed": "2027-01-12", "paid": "2027-02-01", "published": "2027-01-20"} {
		b.fill(y.w("rounds.form."+key), day)
	}
	b.fits().axe().press(y.w("rounds.form.save")).sees(y.w("error.summary")).holding("points", "7").holding("published", "2027-01-20").fill(y.w("rounds.form.published"), "2027-02-02")
	b.press(y.w("rounds.form.save")).sees(y.w("rounds.desk.preview")).sees(y.money(7400)).fits().axe().shot("rounds/rules-" + y.lang)
	y.desk = strings.SplitN(b.path(), "?", 2)[0]
	y.public = strings.Replace(y.desk, "/desk", "", 1)
	b.press(y.w("rounds.desk.open")).sees(y.w("rounds.flash.opened")).seesNot(y.w("rounds.desk.edit")).fits()
	jobstest.Drain(y.T, y.s.worker)
	if n := y.g.letters(y.T, "round_opened"); n != 2 {
		y.Errorf("%d letters to voters", n)
	}
}

// sayWhereToPay types the account of one project and verifies it; those of the others are known.
func (y *shared) sayWhereToPay() {
	y.Helper()
	b := y.window("colette@chats.example").visit(y.at("/desk")).press(y.w("payouts.title")).press("Projet alpha").fill(y.w("payouts.address"), "FR76 3000 6000 0112 3456 7890 189").fill(y.w("payouts.holder"), "Association Projet alpha")
	b.fill(y.w("payouts.email"), maintainer).fill(y.w("payouts.locale"), map[string]string{"fr": "Français", "en": "English"}[y.lang]).fits().axe().press(y.w("action.save")).sees(y.w("payouts.flash.channel_saved"))
	jobstest.Drain(y.T, y.s.worker)
	b.visit(b.path()).choose(y.w("payouts.provenances.manual")).check(y.w("payouts.called")).fits().axe().press(y.w("payouts.verify_do")).sees(y.w("payouts.flash.channel_verified")).fits()
	for slug, iban := range map[string]string{"beta": "DE89370400440532013000", "gamma": "BE68539007547034"} {
		u, err := catalogue.FindUpstream(context.Background(), y.s.db, y.lang, slug)
		y.must(err)
		f := commons.ChannelForm{Type: commons.ByIBAN, Address: iban, Holder: "Projet " + slug, Email: slug + "@projets.example", Locale: y.lang}
		y.s.opensChannel(y.T, y.knows("colette@chats.example").user, u, f)
	}
}

// points is what the field of a project is called on the ballot.
func (y *shared) points(project string) string {
	return y.w("rounds.ballot.points_for", "Project", project) + " " + y.w("page.optional")
}

// organisationsVote lets two organisations give their points; one errs first and loses nothing, the other cannot vote for its own project.
func (y *shared) organisationsVote() {
	y.Helper()
	ada, bob := y.window("ada@chats.example"), y.window("bob@chats.example")
	ada.visit(paths.Organisation(y.lang, y.g.fee)).press(y.w("organisation.advice.vote")).fill(y.points("Projet alpha"), "5").fill(y.points("Projet beta"), "5").press(y.w("rounds.ballot.send")).sees(y.w("error.summary"))
	ada.holds("both numbers are kept", `all("input[type=number]").filter((f) => f.value === "5").length === 2`)
	ada.fill(y.points("Projet alpha"), "4").fill(y.points("Projet beta"), "1").fill(y.points("Projet gamma"), "2").fits().axe().shot("rounds/ballot-" + y.lang)
	ada.press(y.w("rounds.ballot.send")).sees(y.w("rounds.flash.ballot"))
	bob.visit(y.public).press(y.w("rounds.vote_for", "Organisation", "Les Copeaux")).sees(y.w("rounds.ballot.own", "Project", "Projet gamma")).fill(y.points("Projet alpha"), "3").fill(y.points("Projet beta"), "4")
	bob.fits().axe().press(y.w("rounds.ballot.send")).sees(y.w("rounds.flash.ballot"))
	y.window("").visit(y.public).sees(y.w("rounds.rules.frozen")).sees(y.money(2000)).sees(y.w("rounds.pot.as_told", "Min", 3)).seesNot(y.money(3700)).fits().axe().shot("rounds/open-" + y.lang)
}

// alphasPart is how its share is explained.
func (y *shared) alphasPart() string {
	return locales.N(y.lang, "rounds.explain.points", 7, "Total", "14", "Part", locales.Percent(y.lang, 5000), "Pot", y.money(7400))
}

// twoApproveTheResult is two people of the council who read the same count.
func (y *shared) twoApproveTheResult() {
	y.Helper()
	samia, colo := y.window("samia@chats.example"), y.window("colette@chats.example")
	samia.visit(y.at("/desk/rounds")).seesIn("table", y.w("rounds.state.computed")).press(y.w("rounds.name_year", "Year", "2026")).sees(y.alphasPart()).sees(y.money(3700)).sees(y.money(2643)).sees(y.money(1057))
	samia.fits().axe().press(y.w("rounds.desk.approve")).sees(y.w("rounds.flash.approved")).seesNot(y.w("rounds.desk.approve"))
	colo.visit(y.desk).sees(y.w("rounds.desk.approved_by", "Name", "Samia")).press(y.w("rounds.desk.approve")).sees(y.w("rounds.state.approved")).fits().axe().shot("rounds/approved-" + y.lang)
}

// twoApproveTheBatch prepares the payments, tells the projects, and is approved by two people.
func (y *shared) twoApproveTheBatch() {
	y.Helper()
	samia, colo := y.window("samia@chats.example"), y.window("colette@chats.example")
	colo.visit(y.at("/desk/payouts")).seesIn("#projects", y.w("payouts.can_be_paid")).fits().axe().press(y.w("payouts.make_batch")).sees(y.w("payouts.batch.draft")).sees(y.money(7400))
	y.batch = strings.SplitN(colo.path(), "?", 2)[0]
	colo.press(y.w("payouts.submit_do")).sees(y.w("payouts.flash.submitted")).fits().axe()
	jobstest.Drain(y.T, y.s.worker)
	approve := y.w("payouts.approve_do", "Amount", y.money(7400))
	samia.visit(y.batch).check(y.w("payouts.no_interest")).press(approve).sees(y.w("payouts.flash.approved")).seesNot(approve).fits().axe().shot("rounds/batch-" + y.lang)
	colo.visit(y.batch).check(y.w("payouts.no_interest")).press(approve).sees(y.w("payouts.export")).fits()
}

// maintainerReadsAndAnswers opens the letter: who, why, nothing to do; and takes what is given.
func (y *shared) maintainerReadsAndAnswers() {
	y.Helper()
	l := y.s.lastLetter(y.T, maintainer)
	for _, words := range []string{locales.Money("en", 3700, "EUR"), "You have nothing to do", "Les Chats", "Projet alpha"} {
		if !strings.Contains(plain(l.Text), plain(words)) {
			y.Errorf("the letter does not say %q\n%s", words, l.Text)
		}
	}
	b := y.window("").visit(y.at("/outbox")).press(l.Subject).sees(y.money(3700)).fits().axe().shot("rounds/letter-" + y.lang).press(y.w("outbox.open_link"))
	b.sees(y.w("maintainer.title", "Amount", y.money(3700))).sees(y.w("maintainer.nothing")).seesNot("3000 6000").fits().axe().shot("rounds/maintainer-" + y.lang)
	b.choose(y.w("maintainer.take")).fill(y.w("maintainer.words"), "Merci, nous paierons le serveur.").press(y.w("maintainer.send")).sees(y.w("maintainer.taken"))
	y.window("samia@chats.example").visit(y.batch).sees("nous paierons le serveur")
}

// bankGetsItsFile makes the file of the bank, which passes our own checks; the round follows the books.
func (y *shared) bankGetsItsFile() {
	y.Helper()
	colo := y.window("colette@chats.example").visit(y.batch).press(y.w("payouts.export_do")).sees(y.w("payouts.flash.exported")).fits().axe()
	order := y.knows("colette@chats.example").visit(y.batch + "/order.xml").status(200).page.body
	if err := pain.Check([]byte(order)); err != nil || !strings.Contains(order, "74.00") {
		y.Errorf("%v\n%s", err, order)
	}
	colo.visit(y.desk).press(y.w("rounds.desk.export")).sees(y.w("rounds.state.exported"))
	colo.press(y.w("rounds.desk.settle")).seesIn("[role=alert]", y.w("error.round_in_transit")).fits().axe()
}

// bankConfirms brings the statement in: one line for the whole batch, as banks write it. The payments are confirmed from it.
func (y *shared) bankConfirms() {
	y.Helper()
	var number string
	y.must(y.s.db.Raw("select message_id from payment_batches").Scan(&number).Error)
	file := filepath.Join(y.TempDir(), "releve.csv")
	y.must(os.WriteFile(file, windows(y.T, "Date;Libellé;Débit euros;Crédit euros\n26/01/2027;VIREMENTS SEPA EMIS "+number+";74,00;\n"), 0o600))
	omar, colo := y.window("omar@chats.example"), y.window("colette@chats.example")
	omar.visit(y.at("/desk/bank")).fill(y.w("bank.file"), file).press(y.w("bank.look")).sees(number).fits().press(y.w("bank.bring_in")).sees(y.w("flash.bank_imported"))
	colo.visit(y.at("/desk/payouts")).press(y.w("payouts.read_bank")).sees(y.w("payouts.flash.read")).seesIn("#batches", y.w("payouts.batch.settled")).fits().axe()
	colo.visit(y.batch).press("Projet alpha").fill(y.w("payouts.receipt_url"), "https://alpha.example/merci").press(y.w("payouts.receipt_do")).sees("https://alpha.example/merci").fits().axe()
	colo.visit(y.desk).press(y.w("rounds.desk.settle")).sees(y.w("rounds.state.paid")).fits().axe()
	y.window("").visit(strings.Replace(y.s.linkTo(y.T, maintainer), "/fr/", "/"+y.lang+"/", 1)).sees(y.w("maintainer.paid", "Date", locales.Date(y.lang, time.Date(2027, time.January, 26, 0, 0, 0, 0, time.UTC))))
}

// everybodyReadsIt finds the round from the page of transparency: who received how much, why, since when, and files to compute it again.
func (y *shared) everybodyReadsIt() {
	y.Helper()
	b := y.window("").visit(y.at("/transparency")).press(y.w("rounds.see")).press(y.w("rounds.name_year", "Year", "2026")).isAt(y.public)
	b.sees(y.alphasPart()).seesIn("#result", y.money(3700)).seesIn("#result", y.money(2643)).seesIn("#result", y.money(1057)).seesIn("#result", locales.Date(y.lang, time.Date(2027, time.January, 26, 0, 0, 0, 0, time.UTC)))
	b.seesIn("#result", y.w("payouts.provenances.manual")).seesIn("#result", y.w("rounds.receipt"))
	b.seesNot(y.w("rounds.step.late")).fits().axe().shot("rounds/published-" + y.lang)
	for _, words := range []string{y.w("rounds.table"), y.w("rounds.file")} {
		at := strings.TrimPrefix(b.href(words), b.address)
		r, err := formula.Recompute([]byte(y.s.visitor(y.lang).visit(at).status(200).page.body))
		if err != nil || len(r.Wrong) > 0 || r.Pot != 7400 || r.Left != 0 || len(r.Lines) != 3 {
			y.Errorf("%s: %+v %v", at, r, err)
		}
	}
	if n := y.g.letters(y.T, "round_result"); n != 2 {
		y.Errorf("%d letters with the result", n)
	}
}

// booksAreSound reads the self-check of the file of the law: of the year that ended, and of the one in which it was paid.
func (y *shared) booksAreSound() {
	y.Helper()
	for _, year := range []string{"2026", "2027"} {
		y.window("colette@chats.example").visit(y.at("/desk/accounting")).press(year).isAt(y.at("/desk/accounting/"+year)).seesIn("#fec", y.begins("accounting.sound")).seesIn("#fec", y.w("accounting.tied")).fits().axe().shot("rounds/fec-" + year + "-" + y.lang)
	}
}
