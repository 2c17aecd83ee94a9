package billing

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"chatiere/models/billing/reference"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Payable is something a transfer may have paid: an invoice that is due, or a pro forma that waits.
type Payable struct {
	Kind             string // invoice or pro_forma
	ID               uint
	Ref              string
	Number           string // empty for a pro forma
	PaymentReference string
	Organisation     string
	OrganisationRef  string
	Currency         string
	TotalCents       int64
	DueCents         int64
	Since            string // day of issue
	DueOn            string
}

// PaymentSearch finds what a line on the bank's statement may be about; empty, everything that waits, oldest first.
type PaymentSearch struct {
	Query string // a reference inside any text, a number, or a name
	Cents int64  // the amount, when what was typed is one
}

// payablesLimit is how many of each kind a search shows: more means that the search should say more.
var payablesLimit = strconv.Itoa(store.PageSize)

// PaymentsToConfirm returns what could be paid by a transfer, for the people who keep the collective's money: oldest first. Pro formas
// nobody stands behind yet are found by search only.
func PaymentsToConfirm(ctx context.Context, db *gorm.DB, by people.User, s PaymentSearch) ([]Payable, error) {
	if !by.Is(people.Operator, people.Accountant) {
		return nil, store.ErrForbidden
	}
	invoices, args := s.where("i.full_number")
	asked, more := s.where("''")
	if s == (PaymentSearch{}) {
		asked = "s.state in ('accepted','running')"
	}
	args = append(args, more...)
	var all []Payable
	err := db.WithContext(ctx).Raw(`select * from (select 'invoice' as kind, i.id, i.ref, i.full_number as number, i.payment_reference, o.name as organisation, o.ref as organisation_ref,
			i.currency, i.total_cents, d.due_cents, i.issued_on as since, d.due_on, d.due_on as sorted
		from invoice_dues d join invoices i on i.id = d.invoice_id join organisations o on o.id = i.organisation_id
		where d.due_cents > 0 and `+invoices+` order by d.due_on, d.invoice_id limit `+payablesLimit+`) due
		union all select * from (select * from (select 'pro_forma' as kind, i.id, i.ref, '' as number, i.payment_reference, o.name as organisation, o.ref as organisation_ref,
			i.currency, i.total_cents, i.total_cents
			- coalesce((select cast(sum(y.amount_cents - y.returned_cents) as bigint) from pro_formas q join payments y on y.pro_forma_id = q.id
				where q.subscription_id = i.subscription_id and (q.id = i.id or q.state = 'cancelled') and y.state = 'succeeded'), 0) as due_cents,
			i.issued_on as since, i.valid_until as due_on, '' as sorted
		from pro_formas i join organisations o on o.id = i.organisation_id join subscriptions s on s.id = i.subscription_id
		where i.state = 'open' and i.total_cents > 0 and `+asked+`) asked where due_cents > 0 order by id limit `+payablesLimit+`) waiting
		order by kind, sorted, id`, args...).Scan(&all).Error
	return plainDays(all), err
}

// plainDays keeps days as they are stored.
func plainDays(all []Payable) []Payable {
	for n := range all {
		all[n].Since, all[n].DueOn = dayOnly(all[n].Since), dayOnly(all[n].DueOn)
	}
	return all
}

// where is the condition on a document i and its organisation o.
func (s PaymentSearch) where(number string) (string, []any) {
	if s == (PaymentSearch{}) {
		return "1 = 1", nil
	}
	if found := reference.Find(s.Query); len(found) > 0 {
		return "i.payment_reference in ?", []any{found}
	}
	like := store.Like(strings.TrimSpace(s.Query))
	condition := fmt.Sprintf(`(lower(%s) like ? escape '\' or lower(o.name) like ? escape '\'`, number)
	args := []any{like, like}
	if s.Cents > 0 {
		condition += " or i.total_cents = ?"
		args = append(args, s.Cents)
	}
	return condition + ")", args
}

// FindPayable returns the invoice or pro forma with that ref as something to pay.
func FindPayable(ctx context.Context, db *gorm.DB, by people.User, ref string) (Payable, error) {
	if !by.Is(people.Operator, people.Accountant) {
		return Payable{}, store.ErrNotFound
	}
	var all []Payable
	err := db.WithContext(ctx).Raw(`select 'invoice' as kind, i.id, i.ref, i.full_number as number, i.payment_reference, o.name as organisation, o.ref as organisation_ref,
		i.currency, i.total_cents, d.due_cents, i.issued_on as since, d.due_on
		from invoices i join invoice_dues d on d.invoice_id = i.id join organisations o on o.id = i.organisation_id where i.ref = ?
		union all select 'pro_forma', f.id, f.ref, '', f.payment_reference, o.name, o.ref, f.currency, f.total_cents, f.total_cents
			- coalesce((select cast(sum(y.amount_cents - y.returned_cents) as bigint) from pro_formas q join payments y on y.pro_forma_id = q.id
				where q.subscription_id = f.subscription_id and (q.id = f.id or q.state = 'cancelled') and y.state = 'succeeded'), 0), f.issued_on, f.valid_until
		from pro_formas f join organisations o on o.id = f.organisation_id where f.ref = ? and f.state = 'open'`, ref, ref).Scan(&all).Error
	if err == nil && len(all) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return Payable{}, err
	}
	return plainDays(all)[0], nil
}
