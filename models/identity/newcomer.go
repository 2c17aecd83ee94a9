package identity

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"chatiere/models/collective"
	"chatiere/models/journal"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// AccountForm is what a person says to make an account of their own: no organisation is needed, and no password. The account
// begins with the button behind the link of the letter; until then there is only the link, which is swept away.
type AccountForm struct {
	Name   string `form:"name"`
	Email  string `form:"email"`
	Locale string `form:"locale"` // of the letter, and of the account
	Next   string `form:"next"`   // checked by the caller: an address of ours
}

// Check says what is wrong with the form; spoken are the languages of the portal.
func (f *AccountForm) Check(spoken []string) error {
	f.Name = strings.Join(strings.Fields(f.Name), " ")
	asked := LinkForm{Email: f.Email, Name: f.Name}
	wrong := asked.CheckName()
	if advertises(f.Name) {
		wrong.Add("name", "error.invalid")
	}
	if bad, ok := store.AsInvalid(asked.Check()); ok {
		wrong["email"] = bad["email"]
	}
	f.Email = asked.Email
	if !slices.Contains(spoken, f.Locale) {
		wrong.Add("locale", "error.choose")
	}
	return wrong.Err()
}

// domain is a word that mail programs make a link of by themselves, as riche.example: no letter of a name is left out after such a full stop
// (M. Dupont, J.R.R. Tolkien).
var domain = regexp.MustCompile(`[\p{L}\p{N}-]{2,}[.\x{3002}\x{FF0E}\x{FF61}]\p{L}{2,}`)

// advertises reports whether a name leads somewhere: the letter that greets by it goes to whoever was named, and carries no stranger's address.
func advertises(name string) bool {
	return strings.ContainsAny(name, "/@<>") || domain.MatchString(name)
}

// AskAccount files the link that makes an account, or that lets in whoever has one: nobody is told which. Where the collective invites
// people itself it is store.ErrForbidden.
func AskAccount(ctx context.Context, db *gorm.DB, f AccountForm, spoken []string) (SignInLink, error) {
	if err := f.Check(spoken); err != nil {
		return SignInLink{}, err
	}
	host, err := collective.Find(ctx, db)
	if err != nil {
		return SignInLink{}, err
	}
	if host.InvitedOnly {
		return SignInLink{}, store.ErrForbidden
	}
	return AskLink(ctx, db, LinkForm{Email: f.Email, Name: f.Name, Next: f.Next}, f.Locale, true)
}

// Makes reports whether the button behind the link would make an account: nobody has that address yet.
func (l SignInLink) Makes(ctx context.Context, db *gorm.DB) (bool, error) {
	if !l.Welcome {
		return false, nil
	}
	_, err := people.FindUserByEmail(ctx, db, l.Email)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return false, err
}

// make makes the account of a newcomer; when another request made it at that moment, theirs counts.
func (l SignInLink) make(ctx context.Context, tx *gorm.DB) (u people.User, err error) {
	err = store.InTx(ctx, tx, func(tx *gorm.DB) error {
		if u, err = people.Meet(ctx, tx, l.Email, l.Name, l.Locale); err != nil {
			return err
		}
		return journal.Note(ctx, tx, u.Actor(), journal.Act{Verb: "account_made", SubjectType: "user", SubjectRef: u.Ref})
	})
	if errors.Is(err, store.ErrConflict) {
		return people.FindUserByEmail(ctx, tx, l.Email)
	}
	return u, err
}

// introduces takes the name and language that the owner of an address gives, where until now only others had named it: somebody
// subscribed with it, and nobody ever came in.
func (l SignInLink) introduces(ctx context.Context, tx *gorm.DB, u *people.User) error {
	if !l.Welcome || l.Name == "" || u.ConfirmedAt != nil || u.Name == l.Name && u.Locale == l.Locale {
		return nil
	}
	u.Name, u.Locale = l.Name, l.Locale
	return u.Introduce(ctx, tx)
}
