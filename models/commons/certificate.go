package commons

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"chatiere/models/collective"
	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
)

// Certificate is an extract of what a volunteer gave, for their own use: never a price, never a gift receipt (reciprocity.md 6). Its words
// never change; anybody may check by its token that it was issued and still stands.
type Certificate struct {
	ID             uint
	Token          string // 26 letters and digits
	UserID         uint
	Issuer         string // whose it is, as it was called then
	Lang           string
	FromOn         string
	ToOn           string
	IssuedOn       string
	Words          string // what it says, line by line; empty once the person left
	TextSHA256     string `gorm:"column:text_sha256"` // of the words
	ReplacesID     *uint
	RevokedAt      *time.Time
	RevokedBecause string // asked, replaced by another, or changed: something in it was corrected or taken back
	CreatedAt      time.Time
}

// Certified is one contribution as a certificate speaks of it.
type Certified struct {
	Contribution
	Roles []string // of those who confirmed it: member, present, council, treasurer; never their names
}

// Extract is what a certificate says before it is put into words.
type Extract struct {
	Token    string
	Name     string
	Host     collective.Collective
	FromOn   string
	ToOn     string
	IssuedOn string
	Given    []Certified
	Minutes  int64
	Pieces   int64
}

// CertificateForm asks for a certificate.
type CertificateForm struct {
	FromOn string `form:"from_on"`
	ToOn   string `form:"to_on"`
	Lang   string `form:"-"`
}

// mostCertified is how many contributions one certificate speaks of.
const mostCertified = 500

// Valid reports whether it still stands.
func (c Certificate) Valid() bool { return c.RevokedAt == nil }

// IssueCertificate writes what a person gave for themself in a period and what was recorded of it. Words put an extract into the words of
// the certificate's language. Without anything to say it is store.Invalid.
func IssueCertificate(ctx context.Context, db *gorm.DB, by people.User, f CertificateForm, words func(Extract) string) (Certificate, error) {
	var made Certificate
	return made, store.InTx(ctx, db, func(tx *gorm.DB) error {
		x, err := f.extract(ctx, tx, by)
		if err != nil {
			return err
		}
		made, err = x.issue(ctx, tx, by, f.Lang, words, nil)
		return err
	})
}

// extract gathers what the certificate speaks of, for the person themself.
func (f CertificateForm) extract(ctx context.Context, tx *gorm.DB, by people.User) (Extract, error) {
	host, err := collective.Find(ctx, tx)
	if err != nil {
		return Extract{}, err
	}
	x := Extract{Token: store.NewCheckRef(), Name: by.Name, Host: host, FromOn: f.FromOn, ToOn: f.ToOn, IssuedOn: store.Today(tx, host.Location()).Format(time.DateOnly)}
	bad := store.Invalid{}
	for field, day := range map[string]string{"from_on": f.FromOn, "to_on": f.ToOn} {
		if on, err := time.Parse(time.DateOnly, day); err != nil || on.Year() < 2000 {
			bad.Add(field, "error.date")
		}
	}
	switch {
	case f.ToOn > x.IssuedOn:
		bad.Add("to_on", "error.date_future")
	case f.ToOn < f.FromOn:
		bad.Add("to_on", "error.date_order")
	}
	if by.Name == "" {
		bad.Add("from_on", "error.certificate_name")
	}
	if len(bad) > 0 {
		return x, bad.Err()
	}
	if err := x.gather(ctx, tx, by); err != nil {
		return x, err
	}
	if len(x.Given) == 0 {
		bad.Add("from_on", "error.certificate_empty")
	}
	return x, bad.Err()
}

// gather reads what counts, was given without an organisation paying for the time, and is not money: a certificate shows none.
func (x *Extract) gather(ctx context.Context, tx *gorm.DB, by people.User) error {
	rows, err := listed(tx).Where("contributions.contributor_id = ? and contributions.organisation_id is null and contributions.unit <> 'EUR'", by.ID).
		Where("contributions.to_on between ? and ?", x.FromOn, x.ToOn).Where("contributions.withheld = ?", false).Where(counting).Where("contributions.state <> 'contested'").
		Order("contributions.from_on, contributions.id").Limit(mostCertified).Find(ctx)
	if err != nil {
		return err
	}
	roles, err := rolesOf(ctx, tx, rows)
	for _, c := range rows {
		x.Given = append(x.Given, Certified{c, roles[c.ID]})
		switch _, n := c.Effective(); c.Unit {
		case Minutes:
			x.Minutes += n
		case Pieces:
			x.Pieces += n
		}
	}
	return err
}

// rolesOf are the roles of those who confirmed, by contribution.
func rolesOf(ctx context.Context, tx *gorm.DB, all []Contribution) (map[uint][]string, error) {
	ids := []uint{0}
	for _, c := range all {
		ids = append(ids, c.ID)
	}
	var rows []struct {
		ContributionID uint
		Role           string
	}
	err := tx.WithContext(ctx).Raw(`select distinct a.contribution_id as contribution_id, a.role as role from attestations a join contributions c on c.id = a.contribution_id and c.version = a.version
		where a.contribution_id in @ids and a.verdict = 'confirm'
		union select contribution_id, 'portal' from contribution_sightings where contribution_id in @ids order by contribution_id, role`, map[string]any{"ids": ids}).Scan(&rows).Error
	by := map[uint][]string{}
	for _, r := range rows {
		by[r.ContributionID] = append(by[r.ContributionID], r.Role)
	}
	return by, err
}

func (x Extract) issue(ctx context.Context, tx *gorm.DB, by people.User, lang string, words func(Extract) string, replaces *uint) (Certificate, error) {
	c := Certificate{
		Token: x.Token, UserID: by.ID, Issuer: cmp.Or(x.Host.LegalName, x.Host.Name), Lang: lang, FromOn: x.FromOn, ToOn: x.ToOn, IssuedOn: x.IssuedOn,
		Words: words(x), ReplacesID: replaces, CreatedAt: store.Now(tx),
	}
	c.TextSHA256 = HashOf(c.Words)
	if err := store.From[Certificate](tx).Create(ctx, &c); err != nil {
		return c, err
	}
	for _, g := range x.Given {
		if err := tx.WithContext(ctx).Exec("insert into certified_contributions (certificate_id, contribution_id) values (?, ?)", c.ID, g.ID).Error; err != nil {
			return c, err
		}
	}
	return c, nil
}

// HashOf is the hash of a text that is kept word for word.
func HashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// CertificatesOf returns a person's certificates, the latest first.
func CertificatesOf(ctx context.Context, db *gorm.DB, u people.User) ([]Certificate, error) {
	return store.From[Certificate](db).Where("user_id = ?", u.ID).Order("id desc").Limit(200).Find(ctx)
}

// FindCertificate returns a person's own certificate, with its words.
func FindCertificate(ctx context.Context, db *gorm.DB, u people.User, token string) (Certificate, error) {
	return store.From[Certificate](db).Where("token = ? and user_id = ?", token, u.ID).Take(ctx)
}

// CheckCertificate returns what anybody may know of a certificate: who issued it, for which period, its hash, and whether it stands.
func CheckCertificate(ctx context.Context, db *gorm.DB, token string) (Certificate, error) {
	return store.From[Certificate](db).Select("token", "issuer", "from_on", "to_on", "text_sha256", "revoked_at").Where("token = ?", token).Take(ctx)
}

// Revoke says that the certificate stands no longer, by the person it is about; its page stays and says so.
func (c Certificate) Revoke(ctx context.Context, db *gorm.DB, by people.User) error {
	if c.UserID != by.ID {
		return store.ErrNotFound
	}
	return store.InTx(ctx, db, func(tx *gorm.DB) error { return c.revoke(ctx, tx, "asked") })
}

func (c Certificate) revoke(ctx context.Context, tx *gorm.DB, because string) error {
	_, err := store.From[Certificate](tx).Where("id = ? and revoked_at is null", c.ID).
		Select("RevokedAt", "RevokedBecause").Updates(ctx, Certificate{RevokedAt: stamp(tx), RevokedBecause: because})
	return err
}

// Replace issues the certificate of the same period anew, as things stand now; the old one is revoked and says which took its place. One
// certificate is replaced once.
func (c Certificate) Replace(ctx context.Context, db *gorm.DB, by people.User, words func(Extract) string) (Certificate, error) {
	var made Certificate
	if c.UserID != by.ID {
		return made, store.ErrNotFound
	}
	return made, store.InTx(ctx, db, func(tx *gorm.DB) error {
		var now Certificate
		if err := locked(tx.WithContext(ctx)).Where("id = ?", c.ID).Take(&now).Error; err != nil {
			return err
		}
		f := CertificateForm{FromOn: now.FromOn, ToOn: now.ToOn, Lang: c.Lang}
		x, err := f.extract(ctx, tx, by)
		if err != nil {
			return err
		}
		if made, err = x.issue(ctx, tx, by, f.Lang, words, &now.ID); err != nil {
			return err
		}
		return now.revoke(ctx, tx, "replaced")
	})
}

// uncertify revokes every certificate that speaks of a contribution which stands no longer.
func (c *Contribution) uncertify(ctx context.Context, tx *gorm.DB) error {
	_, err := store.From[Certificate](tx).Where("revoked_at is null and id in (select certificate_id from certified_contributions where contribution_id = ?)", c.ID).
		Select("RevokedAt", "RevokedBecause").Updates(ctx, Certificate{RevokedAt: stamp(tx), RevokedBecause: "changed"})
	return err
}
