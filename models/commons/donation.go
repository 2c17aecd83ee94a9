package commons

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"chatiere/models/billing/bank"
	"chatiere/models/billing/period"
	"chatiere/models/billing/reference"
	"chatiere/models/collective"
	"chatiere/models/ledger"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// DonationState is how far a gift of money has come.
type DonationState string

// The states of a gift.
const (
	DonationAsked    DonationState = "asked"    // promised: the donor was told how to pay
	DonationReceived DonationState = "received" // it came, and is in the books
	DonationDropped  DonationState = "dropped"  // nobody waits for it any more
	DonationReturned DonationState = "returned" // it was noted by mistake, or paid back
)

// Donation is one gift of money that a promise to a space announced. It is no payment for anything: no service, no tax, no invoice.
type Donation struct {
	ID               uint
	Ref              string
	PledgeID         uint
	Pledge           Pledge `gorm:"foreignKey:PledgeID"`
	SpaceID          uint
	Space            SharedSpace `gorm:"foreignKey:SpaceID"`
	OrganisationID   *uint
	Organisation     *people.Organisation
	UserID           uint
	User             people.User
	Cents            int64
	PeriodOn         string
	PaymentReference string
	State            DonationState
	Method           string // transfer, cheque, cash or card
	Debited          bool   // by the cashier from an account, not from a card
	ReceivedOn       string
	EntryID          *uint
	BankMatchID      *uint
	AskedOn          string
	RemindedOn       string
	RecordedByID     *uint
	Reason           string
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// DonationMethods are how a gift may come.
var DonationMethods = []string{"transfer", "cheque", "cash", "card"}

// Name is who gives.
func (d Donation) Name() string {
	if d.Organisation != nil {
		return d.Organisation.Name
	}
	return d.User.Called()
}

// Transfer is how it is paid by bank.
func (d Donation) Transfer(host collective.Collective) bank.Transfer {
	name := host.LegalName
	if name == "" {
		name = host.Name
	}
	return bank.Transfer{Name: name, IBAN: host.IBAN, BIC: host.BIC, Cents: d.Cents, Text: d.PaymentReference}
}

func donations(db *gorm.DB) store.Rows[Donation] {
	return store.From[Donation](db).Joins(clause.Has("Space"), nil).Joins(clause.Has("User"), nil).Joins(clause.JoinTarget{Association: "Organisation", Type: clause.LeftJoin}, nil)
}

// DonationFilter narrows the desk's list.
type DonationFilter struct {
	Query string        `query:"q"`
	State DonationState `query:"state"`
	After string        `query:"after"`
	All   bool
}

// Donations returns a page of gifts for those who keep the collective's money, newest first.
func Donations(ctx context.Context, db *gorm.DB, u people.User, f DonationFilter) (store.Page[Donation], error) {
	if !u.Is(people.Operator, people.Accountant) {
		return store.Page[Donation]{}, store.ErrNotFound
	}
	most := store.PageSize
	if f.All {
		most = store.MostRows
	}
	q := donations(db).Order("donations.id desc").Limit(most + 1)
	if after := store.FromKey(f.After); after > 0 {
		q = q.Where("donations.id < ?", after)
	}
	if f.State != "" {
		q = q.Where("donations.state = ?", f.State)
	}
	if found := reference.Find(f.Query); len(found) > 0 {
		q = q.Where("donations.payment_reference in ?", found)
	} else if f.Query != "" {
		like := store.Like(f.Query)
		q = q.Where(`(donations.user_id in (select id from users where lower(name) like ? escape '\') or donations.organisation_id in (select id from organisations where lower(name) like ? escape '\'))`, like, like)
	}
	rows, err := q.Find(ctx)
	return store.Paged(rows, most, func(d Donation) string { return store.Key(d.ID) }), err
}

// FindDonation returns the gift with that ref for those who keep the collective's money, else store.ErrNotFound.
func FindDonation(ctx context.Context, db *gorm.DB, u people.User, ref string) (Donation, error) {
	if !u.Is(people.Operator, people.Accountant) {
		return Donation{}, store.ErrNotFound
	}
	return donations(db).Where("donations.ref = ?", ref).Take(ctx)
}

// OwnDonation returns a person's own gift with that ref, or one of an organisation whose money they keep, else store.ErrNotFound.
func OwnDonation(ctx context.Context, db *gorm.DB, u people.User, ref string) (Donation, error) {
	d, err := donations(db).Joins(clause.Has("Pledge"), nil).Where("donations.ref = ?", ref).Take(ctx)
	if err == nil && !d.Theirs(u) {
		return Donation{}, store.ErrNotFound
	}
	return d, err
}

// LoadDonation returns a gift with its promise, for jobs.
func LoadDonation(ctx context.Context, db *gorm.DB, id uint) (Donation, error) {
	d, err := donations(db).Where("donations.id = ?", id).Take(ctx)
	if err == nil {
		d.Pledge, err = LoadPledge(ctx, db, d.PledgeID)
	}
	return d, err
}

// DonationsOf returns the gifts that a promise announced, the newest first.
func DonationsOf(ctx context.Context, db *gorm.DB, p Pledge) ([]Donation, error) {
	return store.From[Donation](db).Where("pledge_id = ?", p.ID).Order("period_on desc").Limit(36).Find(ctx)
}

// ask asks for the gift of the period under way, unless it was asked for already, and reminds once of one that did not come.
func (p Pledge) ask(ctx context.Context, tx *gorm.DB, s SharedSpace, on string) error {
	if p.Quantity == 0 {
		return nil
	}
	from, err := p.periodOn(s, on)
	if err != nil {
		return err
	}
	last, err := store.From[Donation](tx).Where("pledge_id = ?", p.ID).Order("period_on desc").Limit(1).Find(ctx)
	if err != nil {
		return err
	}
	if len(last) > 0 && (p.Every == Once || last[0].PeriodOn >= from) {
		if taken, err := last[0].charge(ctx, tx, p, on); err != nil || taken {
			return err
		}
		return last[0].remind(ctx, tx, on)
	}
	if len(last) > 0 && last[0].State == DonationAsked { // the one before is not waited for any more: nobody owes a gift
		if _, err := store.From[Donation](tx).Where("id = ?", last[0].ID).Update(ctx, "state", DonationDropped); err != nil {
			return err
		}
	}
	now := store.Now(tx)
	d := Donation{
		Ref: store.NewRef(), PledgeID: p.ID, SpaceID: p.SpaceID, OrganisationID: p.OrganisationID, UserID: p.UserID, Cents: p.Quantity, PeriodOn: from,
		PaymentReference: reference.New(), State: DonationAsked, AskedOn: on, CreatedAt: now, UpdatedAt: now,
	}
	if err := store.From[Donation](tx).Omit("Pledge", "Space", "Organisation", "User").Create(ctx, &d); err != nil {
		return err
	}
	if p.Every == Once {
		day, _ := period.Day(on)
		p.DueOn = day.AddDate(0, 0, lapseDays).Format(time.DateOnly)
		if err := p.save(ctx, tx, "due_on"); err != nil {
			return err
		}
	}
	return store.Enqueue(tx, DonationWanted{d.ID, false})
}

// periodOn is the day on which the period of a regular gift began: counted from when its space began, or from the promise if that came later.
func (p Pledge) periodOn(s SharedSpace, on string) (string, error) {
	start := max(s.StartedOn, p.CreatedAt.UTC().Format(time.DateOnly))
	if p.Every == Once {
		return start, nil
	}
	anchor, err := period.Day(start)
	if err != nil {
		return "", err
	}
	day, err := period.Day(max(on, start))
	if err != nil {
		return "", err
	}
	at, _ := period.Holding(anchor, period.Interval(p.Every), day)
	return at.From.Format(time.DateOnly), nil
}

// remindDays is after how many days one reminder of a promised gift goes out.
const remindDays = 15

func (d Donation) remind(ctx context.Context, tx *gorm.DB, on string) error {
	asked, err := period.Day(d.AskedOn)
	if err != nil || d.State != DonationAsked || d.RemindedOn != "" || on < asked.AddDate(0, 0, remindDays).Format(time.DateOnly) {
		return err
	}
	if _, err := store.From[Donation](tx).Where("id = ?", d.ID).Update(ctx, "reminded_on", on); err != nil {
		return err
	}
	return store.Enqueue(tx, DonationWanted{d.ID, true})
}

// ArrivalForm is what whoever keeps the money saw of a gift. The page reads the amount into Cents.
type ArrivalForm struct {
	Amount     string `form:"amount"`
	ReceivedOn string `form:"received_on"`
	Method     string `form:"method"`
	Line       string `form:"line"` // the bank line that is in the books already as this gift; empty: it is booked now

	Cents int64 `form:"-"`
}

func (f ArrivalForm) check(on string) error {
	bad := store.Invalid{}
	if f.Cents < 1 {
		bad.Add("amount", "error.money")
	}
	if !slices.Contains(DonationMethods, f.Method) {
		bad.Add("method", "error.choose")
	}
	switch _, err := time.Parse(time.DateOnly, f.ReceivedOn); {
	case err != nil:
		bad.Add("received_on", "error.date")
	case f.ReceivedOn > on:
		bad.Add("received_on", "error.date_future")
	}
	return bad.Err()
}

// Arrive notes that a gift came: it is income from gifts, without tax, and the donor is thanked. Told twice, it is once.
func (d Donation) Arrive(ctx context.Context, db *gorm.DB, by people.User, f ArrivalForm) error {
	if !by.Is(people.Operator) {
		return store.ErrForbidden
	}
	on, err := today(ctx, db)
	if err != nil {
		return err
	}
	if err := f.check(on); err != nil {
		return err
	}
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		_, p, err := takePledge(ctx, tx, d.PledgeID)
		if err != nil {
			return err
		}
		var fresh Donation
		if err := locked(tx.WithContext(ctx)).Where("id = ?", d.ID).Take(&fresh).Error; err != nil {
			return err
		}
		if !fresh.Waits() {
			return store.ErrConflict
		}
		fresh.Cents, fresh.ReceivedOn, fresh.Method, fresh.RecordedByID = f.Cents, f.ReceivedOn, f.Method, &by.ID
		if err := fresh.book(ctx, tx, by, f.Line); err != nil {
			return err
		}
		if err := closePages(ctx, tx, "donation_id = ?", fresh.ID); err != nil {
			return err
		}
		return fresh.came(ctx, tx, by, p)
	})
	if errors.Is(err, ledger.ErrPeriodClosed) {
		return wrong("received_on", "error.period_closed")
	}
	return err
}

// came keeps that a gift is in the books: the promise of one gift is kept, and the donor is thanked.
func (d *Donation) came(ctx context.Context, tx *gorm.DB, by people.User, p Pledge) error {
	d.State = DonationReceived
	if err := d.keep(ctx, tx, "cents", "received_on", "method", "debited", "state", "recorded_by_id", "entry_id", "bank_match_id"); err != nil {
		return err
	}
	if err := d.note(ctx, tx, by, "donation_received", ""); err != nil {
		return err
	}
	if p.Every == Once && p.State == PledgeOpen {
		if err := p.finish(ctx, tx, people.User{}, PledgeFulfilled); err != nil {
			return err
		}
	}
	return store.Enqueue(tx, DonationCame{d.ID})
}

// book writes the gift into the ledger, or ties it to the bank line that is there already as a gift.
func (d *Donation) book(ctx context.Context, tx *gorm.DB, by people.User, line string) error {
	if line != "" {
		lines, err := d.Lines(ctx, tx)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.Ref == line && l.Cents != d.Cents {
				return wrong("line", "error.line_amount")
			}
			if l.Ref == line {
				d.BankMatchID, d.EntryID = &l.MatchID, &l.EntryID
				return nil
			}
		}
		return wrong("line", "error.choose")
	}
	e, err := ledger.Post(ctx, tx, ledger.Entry{
		Journal: ledger.Bank, Kind: "gift_in", Key: fmt.Sprintf("donation:%s:%d", d.Ref, store.Now(tx).UnixNano()), EffectiveOn: d.ReceivedOn, Actor: by.ID,
		PieceRef: "gift " + d.PaymentReference, PieceOn: d.ReceivedOn, SubjectType: "donation", SubjectID: d.ID,
		Transfers: []ledger.Transfer{{Debit: "asset:bank", Credit: "income:gifts", Unit: string(Cents), Amount: d.Cents}},
	})
	d.EntryID = &e.ID
	return err
}
