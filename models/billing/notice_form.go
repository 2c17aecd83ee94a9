package billing

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"chatiere/models/billing/period"
	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// NoticeForm is what the law lets us ask, and nothing else (D215-1, L221-21): who, an address for the answer, which contract, and for a
// cancellation the day wished for.
type NoticeForm struct {
	Name     string `form:"name"`
	Email    string `form:"email"`
	Postal   string `form:"postal"` // failing an e-mail address
	Contract string `form:"contract" query:"contract"`
	WishedOn string `form:"wished_on" query:"wished_on"`
	Step     string `form:"step"` // check, edit or send
	Key      string `form:"key"`  // the same form sent twice is one notice

	Kind NoticeKind `form:"-"`
	Lang string     `form:"-"`

	Because Because `form:"-"` // what a credit note will say
}

// longestPostal is how long a postal address may be.
const longestPostal = 400

// Check says what is missing, and cleans what is not. Nothing is compared with what we know: the answer never tells (R-e2).
func (f *NoticeForm) Check(today time.Time) error {
	wrong := store.Invalid{}
	f.Name, f.Contract, f.Postal = oneLine(f.Name), oneLine(f.Contract), strings.TrimSpace(f.Postal)
	needed(wrong, "name", f.Name)
	needed(wrong, "contract", f.Contract)
	email, ok := people.CleanEmail(f.Email)
	switch {
	case email == "" && f.Kind == Withdrawal:
		wrong.Add("email", "error.required")
	case email == "" && f.Postal == "":
		wrong.Add("email", "error.email_or_postal")
	case email != "" && !ok:
		wrong.Add("email", "error.email")
	}
	f.Email = email
	if utf8.RuneCountInString(f.Postal) > longestPostal {
		wrong.Add("postal", "error.too_long", "Max", longestPostal)
	}
	if f.Kind == Withdrawal {
		f.WishedOn, f.Postal = "", ""
	}
	if f.WishedOn != "" {
		switch day, err := period.Day(f.WishedOn); {
		case err != nil:
			wrong.Add("wished_on", "error.date")
		case day.Before(today):
			wrong.Add("wished_on", "error.date_past")
		case day.After(today.AddDate(5, 0, 0)):
			wrong.Add("wished_on", "error.date_far")
		}
	}
	return wrong.Err()
}

// Declare files a notice and promises its acknowledgement. When the person who sends it is signed in, under the address they give, and may
// end the contract, it is acted upon at once; else the acknowledgement asks the address to confirm. The same form sent twice is one notice.
func Declare(ctx context.Context, db *gorm.DB, by people.User, f NoticeForm) (Notice, error) {
	host, err := collective.Find(ctx, db)
	if err != nil {
		return Notice{}, err
	}
	if err := f.Check(store.Today(db, host.Location())); err != nil {
		return Notice{}, err
	}
	if len(f.Key) != len(store.NewRef()) {
		f.Key = store.NewRef()
	}
	if before, err := FindNotice(ctx, db, f.Key); err == nil {
		return before, nil
	}
	n := Notice{
		Ref: f.Key, Kind: f.Kind, State: NoticeReceived, Name: f.Name, Email: f.Email, Postal: f.Postal, Contract: f.Contract, WishedOn: f.WishedOn,
		Locale: f.Lang, ReceivedAt: store.Now(db).Truncate(time.Second), Version: 1,
	}
	if by.SignedIn() {
		n.SentByID = &by.ID
	}
	if n.Email == "" {
		n.State = NoticeWaiting // nobody can press a link on paper
	}
	err = store.InTx(ctx, db, func(tx *gorm.DB) error {
		if err := store.From[Notice](tx).Create(ctx, &n); err != nil {
			return err
		}
		if err := n.note(ctx, tx, by.Actor(), "notice_received", ""); err != nil {
			return err
		}
		if by.SignedIn() && by.ConfirmedAt != nil && by.Email == n.Email {
			if err := n.confirm(ctx, tx, by, f.Because); err != nil {
				return err
			}
		}
		return store.Enqueue(tx, NoticeFiled{n.ID})
	})
	return n, err
}
