package people

import (
	"context"
	"slices"
	"strings"

	"chatiere/models/journal"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// AppointForm names a person of the staff: on the command line, or as the first admin.
type AppointForm struct {
	Email  string `form:"email"`
	Name   string `form:"name"`
	Locale string
	Roles  []Role
}

// Check says what is wrong with the form and cleans it.
func (f *AppointForm) Check() error {
	wrong := store.Invalid{}
	var ok bool
	if f.Email, ok = CleanEmail(f.Email); !ok {
		wrong.Add("email", "error.email")
	}
	if f.Name = strings.TrimSpace(f.Name); len([]rune(f.Name)) > 120 {
		wrong.Add("name", "error.too_long", "Max", 120)
	}
	for _, r := range f.Roles {
		if !slices.Contains(Roles, r) {
			wrong.Add("role", "error.choose")
		}
	}
	return wrong.Err()
}

// Appoint gives a person staff roles by right of holding the server; the person is made if unknown.
func Appoint(ctx context.Context, db *gorm.DB, f AppointForm) (User, error) {
	var u User
	if err := f.Check(); err != nil {
		return u, err
	}
	err := store.InTx(ctx, db, func(tx *gorm.DB) error {
		var err error
		if u, err = Meet(ctx, tx, f.Email, f.Name, f.Locale); err != nil {
			return err
		}
		roles := strings.Split(u.Roles, ",")
		if u.Roles == "" {
			roles = nil
		}
		for _, r := range f.Roles {
			if !slices.Contains(roles, string(r)) {
				roles = append(roles, string(r))
			}
		}
		u.Roles = strings.Join(roles, ",")
		if _, err := store.From[User](tx).Where("id = ?", u.ID).Update(ctx, "roles", u.Roles); err != nil {
			return err
		}
		return journal.Note(ctx, tx, journal.Actor{}, journal.Act{Verb: "staff_appointed", SubjectType: "user", SubjectRef: u.Ref, Details: map[string]any{"roles": u.Roles}})
	})
	return u, err
}

// HasAdmin reports whether the portal has an admin who can come in.
func HasAdmin(ctx context.Context, db *gorm.DB) (bool, error) {
	n, err := store.From[User](db).Where(`',' || roles || ',' like '%,admin,%' and disabled_at is null and erased_at is null`).Count(ctx, "id")
	return n > 0, err
}
