package commons_test

import (
	"strconv"

	"chatiere/models/billing"
	"chatiere/models/catalogue"
	"chatiere/models/collective"
	"chatiere/models/commons"
	"chatiere/models/journal"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/models/store/storetest"

	"gorm.io/gorm"
)

var sealKey = []byte("0123456789abcdef0123456789abcdef")

const (
	exampleIBAN = "FR7630006000011234567890189"
	otherIBAN   = "DE89370400440532013000"
	ourIBAN     = "FR1420041010050500013M02606"
	onSite      = "chats.example/en/transparency/projects/"
)

// treasury is a village with three projects that are owed 8.57, 5.72 and 5.71 € (reciprocity.md 10.4 rows 10 and 11).
type treasury struct {
	village
	upstreams []catalogue.Upstream
}

func endow(v village) treasury {
	v.t.Helper()
	h, err := collective.Find(ctx, v.db)
	v.must(err)
	f := h.Filled()
	f.IBAN, f.BIC, f.BankHolder, f.RedistributionBP = ourIBAN, "PSSTFRPPXXX", "Les Chats libres", 1000
	v.must(collective.Save(ctx, v.db, journal.Actor{}, f))
	w := treasury{village: v}
	for i, name := range []string{"Alpha", "Beta", "Gamma"} {
		u, err := catalogue.NewUpstream(ctx, v.db, v.omar, catalogue.UpstreamForm{
			Slug: "project-" + strconv.Itoa(i), Name: name, Licence: "AGPL-3.0-only", SourceURL: "https://git.example/" + name, SiteURL: "https://" + name + ".example", SourceLang: "fr",
		})
		v.must(err)
		w.upstreams = append(w.upstreams, u)
	}
	v.accrue(pieceOf(1, 20000, 0))
	w.allocates("round:1", 857, 572, 571)
	return w
}

// allocates gives projects their parts of the pot, as a round does.
func (w treasury) allocates(key string, parts ...int64) {
	w.t.Helper()
	e := ledger.Entry{Journal: ledger.Miscellaneous, Kind: "redistribution_allocate", Key: "alloc:" + key, EffectiveOn: "2026-11-25"}
	for i, part := range parts {
		e.Transfers = append(e.Transfers, ledger.Transfer{Debit: "liability:upstream:unallocated", Credit: w.account(i), Unit: "EUR", Amount: part})
	}
	w.must(store.InTx(ctx, w.db, func(tx *gorm.DB) error {
		_, err := ledger.Post(ctx, tx, e)
		return err
	}))
}

func (w treasury) account(i int) string {
	return ledger.Project("liability:upstream", w.upstreams[i].ID)
}

func channelForm() commons.ChannelForm {
	return commons.ChannelForm{Type: commons.ByIBAN, Address: "FR76 3000 6000 0112 3456 7890 189", Holder: "Alpha e.V.", Email: "tresor@alpha.example", Locale: "de"}
}

// proposes files a channel, as colette does, and looks at it, as the jobs do.
func (w treasury) proposes(i int, change ...func(*commons.ChannelForm)) commons.PayoutChannel {
	w.t.Helper()
	f := channelForm()
	for _, c := range change {
		c(&f)
	}
	c, err := commons.SaveChannel(ctx, w.db, sealKey, w.colette, w.upstreams[i], f)
	w.must(err)
	w.must(commons.Looked(ctx, w.db, sealKey, c.ID, w.upstreams[i], commons.Sight{}))
	return w.channel(i)
}

func (w treasury) channel(i int) commons.PayoutChannel {
	w.t.Helper()
	c, err := commons.ChannelOf(ctx, w.db, w.colette, w.upstreams[i].ID)
	w.must(err)
	return c
}

func (w treasury) verifies(i int) commons.PayoutChannel {
	w.t.Helper()
	c := w.channel(i)
	w.must(c.Verify(ctx, w.db, w.colette, commons.VerifyForm{Provenance: commons.FromManual, Called: true, Version: c.Version}))
	return c
}

func beta(f *commons.ChannelForm) {
	f.Address, f.Holder, f.Email, f.Locale = otherIBAN, "Beta", "beta@beta.example", "fr"
}

// at sets the clock so many days after noon of the village's day.
func (w treasury) at(days int) {
	storetest.SetClock(w.db, storetest.Noon.AddDate(0, 0, days))
}

// open opens the channels of Alpha and Beta: two weeks have passed.
func (w treasury) open() treasury {
	w.t.Helper()
	w.proposes(0)
	w.proposes(1, beta)
	w.verifies(0)
	w.verifies(1)
	w.at(14)
	w.must(commons.TurnChannels(ctx, w.db))
	return w
}

// drafts makes a batch that is executed on 16 December 2026.
func (w treasury) drafts() *commons.Batch {
	w.t.Helper()
	b, err := commons.DraftBatch(ctx, w.db, w.colette, commons.BatchForm{ExecuteOn: "2026-12-16", LeastCents: commons.LeastPaid})
	w.must(err)
	return &b
}

func (w treasury) submits() *commons.Batch {
	w.t.Helper()
	b := w.drafts()
	w.must(b.Submit(ctx, w.db, w.colette))
	return b
}

func (w treasury) approval(b *commons.Batch) commons.ApprovalForm {
	return commons.ApprovalForm{SHA256: b.SHA256, NoInterest: true, ProvenAt: store.Now(w.db), Factors: 1}
}

func (w treasury) approves(b *commons.Batch, by ...people.User) {
	w.t.Helper()
	for _, u := range by {
		w.must(b.Approve(ctx, w.db, u, w.approval(b)))
	}
}

// exports gives a batch of both projects to the bank.
func (w treasury) exports() *commons.Batch {
	w.t.Helper()
	b := w.submits()
	w.approves(b, w.colette, w.samia)
	w.must(b.Export(ctx, w.db, sealKey, w.colette, onSite))
	return w.reloads(b)
}

func (w treasury) reloads(b *commons.Batch) *commons.Batch {
	w.t.Helper()
	again, err := commons.FindBatch(ctx, w.db, w.colette, b.Ref)
	w.must(err)
	return &again
}

// receives imports lines of the bank: day, label, amount.
func (w treasury) receives(rows ...string) {
	w.t.Helper()
	content := "Date;Libellé;Montant\n"
	for _, r := range rows {
		content += r + "\n"
	}
	s, err := billing.ReceiveStatement(ctx, w.db, w.omar, billing.Upload{Name: "releve.csv", Content: []byte(content)})
	w.must(err)
	_, err = s.Import(ctx, w.db, w.omar, billing.ImportForm{Version: s.Version})
	w.must(err)
}

// sums checks where the upstream money is: accrued = paid + owed + in transit (I10).
func (w treasury) sums(paid int64) {
	w.t.Helper()
	owed, err := ledger.Total(w.db, "liability:upstream", "EUR")
	w.must(err)
	transit, err := ledger.Balance(w.db, "liability:in_transit", "EUR")
	w.must(err)
	if owed+transit+paid != 2000 {
		w.t.Errorf("%d owed, %d in transit, %d paid", owed, transit, paid)
	}
}

// promised counts the waiting promises of a kind.
func (v village) promised(kind string) int64 {
	v.t.Helper()
	var n int64
	v.must(v.db.Table("river_job").Where("kind = ?", kind).Count(&n).Error)
	return n
}
