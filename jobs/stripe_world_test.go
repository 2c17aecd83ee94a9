package jobs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"chatiere/integrations/payment/paymenttest"
	"chatiere/jobs"
	"chatiere/jobs/jobstest"
	"chatiere/models/billing"
	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

var sealing = []byte("a secret key for the tests, never used elsewhere")

// till is a collective that collects money through a Stripe of its own.
type till struct {
	t   *testing.T
	db  *gorm.DB
	w   jobs.Worker
	s   *paymenttest.Server
	ops people.User
	now time.Time
}

// eachTill runs f on both databases.
func eachTill(t *testing.T, f func(t *testing.T, w *till)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *gorm.DB) { f(t, newTill(t, db)) })
}

func newTill(t *testing.T, db *gorm.DB) *till {
	t.Helper()
	onSale(t, db)
	w := &till{t: t, db: db, now: storetest.Noon}
	w.s = paymenttest.Start(t, func() time.Time { return store.Now(db) })
	w.w = worker(t, db, nil)
	w.w.Development = true
	w.w.Till = jobs.Till{DB: db, Log: w.w.Log, Secret: sealing, BaseURL: "https://portail.example", API: w.s.URL(), Impatient: true}
	w.must(collective.SavePaymentKeys(context.Background(), db, journal.Actor{}, sealing, collective.PaymentKeysForm{Key: paymenttest.Key, Hook: paymenttest.Secret, Cards: true, Debits: true}))
	w.ops = person(t, db, "ops@indie.example")
	w.must(db.Model(&w.ops).Update("roles", "operator").Error)
	w.ops.Roles = "operator"
	return w
}

func (w *till) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *till) keys() collective.PaymentKeys {
	w.t.Helper()
	k, err := w.w.Till.Offers(context.Background())
	w.must(err)
	return k
}

// asked is the pro forma of a new organisation, 120.00 with tax, whose owner has confirmed.
func (w *till) asked(email string) (billing.ProForma, people.User) {
	w.t.Helper()
	ctx := context.Background()
	p, err := billing.Subscribe(ctx, w.db, people.User{}, billing.SubscribeForm{
		Offer: "ensemble", Tier: "standard", Period: "year", Organisation: "Fée " + email, Name: "Ada", Email: email, Country: "FR", Terms: true, EarlyStart: true, Key: store.NewRef(),
		Lang: "fr", TermsVersion: "1",
	})
	w.must(err)
	return p, w.confirmed(p)
}

func (w *till) confirmed(p billing.ProForma) people.User {
	w.t.Helper()
	ctx := context.Background()
	u, err := people.LoadUser(ctx, w.db, p.AcceptedByID)
	w.must(err)
	w.must(u.Confirm(ctx, w.db))
	w.must(billing.AcceptOf(ctx, w.db, u.ID))
	w.must(w.db.Model(&people.Organisation{}).Where("id = ?", p.OrganisationID).Updates(map[string]any{
		"legal_name": "Association Fée", "street": "2 place", "postcode": "69001", "city": "Lyon", "fiscal_status": people.NotSubject, "details_at": store.Now(w.db),
	}).Error)
	u, err = people.LoadUser(ctx, w.db, u.ID)
	w.must(err)
	w.must(people.WithMemberships(ctx, w.db, &u))
	return u
}

// owes is one more invoice of 120.00 for the organisation of a person.
func (w *till) owes(u people.User) billing.Invoice {
	w.t.Helper()
	ctx := context.Background()
	p, err := billing.Subscribe(ctx, w.db, u, billing.SubscribeForm{
		Offer: "ensemble", Tier: "standard", Period: "year", For: u.Memberships[0].Organisation.Ref, Country: "FR", Terms: true, Lang: "fr", TermsVersion: "1", Key: store.NewRef(),
	})
	w.must(err)
	i, err := billing.Finalise(ctx, w.db, journal.Actor{}, p.ID)
	w.must(err)
	return i
}

// pages opens a hosted page for some invoices and returns its session.
func (w *till) pages(u people.User, save bool, invoices ...billing.Invoice) (billing.Collection, string) {
	w.t.Helper()
	var refs []string
	for _, i := range invoices {
		refs = append(refs, i.Ref)
	}
	b, err := billing.BasketOf(context.Background(), w.db, u, u.Memberships[0].Organisation, refs, "fr")
	w.must(err)
	b.Save = save
	return w.opens(b)
}

func (w *till) opens(b billing.Basket) (billing.Collection, string) {
	w.t.Helper()
	c, err := billing.Collect(context.Background(), w.db, w.keys(), b)
	w.must(err)
	address, err := w.w.Till.Open(context.Background(), c)
	w.must(err)
	return c, paymenttest.SessionAt(address)
}

// hears takes news in as the endpoint would, and keeps every promise.
func (w *till) hears(letters ...paymenttest.Letter) {
	w.t.Helper()
	ctx := context.Background()
	for _, l := range letters {
		e, err := w.w.Till.Read(ctx, l.Body, paymenttest.Sign(l.Body, paymenttest.Secret, store.Now(w.db)))
		w.must(err)
		_, err = billing.ReceiveEvent(ctx, w.db, e, "hook")
		w.must(err)
	}
	w.drains()
}

// drains keeps every promise that waits.
func (w *till) drains() {
	w.t.Helper()
	jobstest.Drain(w.t, w.w)
}

// news hears everything that happened meanwhile.
func (w *till) news() { w.t.Helper(); w.hears(w.s.News()...) }

// passes lets time pass, for the portal and for Stripe.
func (w *till) passes(d time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(d)
	storetest.SetClock(w.db, w.now)
	w.s.Pass(0)
}

func (w *till) invoice(i billing.Invoice) billing.Invoice {
	w.t.Helper()
	i, err := billing.LoadInvoice(context.Background(), w.db, i.ID)
	w.must(err)
	return i
}

func (w *till) collection(c billing.Collection) billing.Collection {
	w.t.Helper()
	c, err := billing.LoadCollection(context.Background(), w.db, c.ID)
	w.must(err)
	return c
}

func (w *till) payment(c billing.Collection) billing.Payment {
	w.t.Helper()
	c = w.collection(c)
	if c.PaymentID == nil {
		w.t.Fatalf("nothing was paid: %+v", c)
	}
	p, err := billing.LoadPayment(context.Background(), w.db, *c.PaymentID)
	w.must(err)
	return p
}

func (w *till) balance(path string) int64 {
	w.t.Helper()
	n, err := ledger.Balance(w.db, path, "EUR")
	w.must(err)
	return n
}

// questions are the open questions of a kind.
func (w *till) questions(kind billing.QuestionKind) []billing.MoneyQuestion {
	w.t.Helper()
	page, err := billing.MoneyQuestions(context.Background(), w.db, w.ops, false, 0)
	w.must(err)
	var found []billing.MoneyQuestion
	for _, q := range page.Items {
		if q.Kind == kind {
			found = append(found, q)
		}
	}
	return found
}

// sound compares our books with Stripe's account, and the places where money is told with each other.
func (w *till) sound() {
	w.t.Helper()
	findings, err := ledger.Verify(context.Background(), w.db)
	if err != nil || len(findings) > 0 {
		w.t.Error("the ledger:", findings, err)
	}
	var underWay int64
	w.must(w.db.Raw("select coalesce(sum(amount_cents), 0) from payouts where state = 'under_way'").Scan(&underWay).Error)
	if ours, theirs := w.balance("asset:card"), w.s.Balance()+underWay; ours != theirs {
		w.t.Errorf("our books say %d, Stripe's account %d", ours, theirs)
	}
	for name, statement := range map[string]string{
		"dues are not what allocations say": `select count(*) from invoice_dues d join invoices i on i.id = d.invoice_id where d.due_cents <> i.total_cents
			- coalesce((select sum(amount_cents) from allocations a where a.invoice_id = i.id), 0)`,
		"the ledger does not say what is due": `select count(*) from organisations o where coalesce((select sum(due_cents) from invoice_dues where organisation_id = o.id), 0)
			<> coalesce((select balance from ledger_balances where path = 'receivable:party/' || o.id), 0)`,
		"the ledger does not say what waits": `select count(*) from organisations o where coalesce((select sum(amount_cents - returned_cents) from payments where organisation_id = o.id), 0)
			- coalesce((select sum(amount_cents) from allocations where organisation_id = o.id and payment_id is not null), 0)
			<> coalesce((select balance from ledger_balances where path = 'liability:advances:party/' || o.id), 0)`,
		"a part of an invoice before tax is wrong": `select count(*) from invoices i join invoice_dues d on d.invoice_id = i.id where d.due_cents = 0 and i.net_cents <>
			(select sum(net_cents) from allocations a where a.invoice_id = i.id)`,
	} {
		var n int64
		w.must(w.db.Raw(statement).Scan(&n).Error)
		if n > 0 {
			w.t.Errorf("%s (%d)", name, n)
		}
	}
}

// letter is the newest letter of a kind to an address.
func (w *till) letter(kind, address string) string {
	w.t.Helper()
	for _, l := range box(w.t, w.db, address) {
		if l.Kind == kind {
			return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(l.Subject+"\n"+l.Text)), " ")
		}
	}
	w.t.Fatalf("no letter %s to %s", kind, address)
	return ""
}

func is(err, want error) bool { return errors.Is(err, want) }
