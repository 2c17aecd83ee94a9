package commons

import (
	"context"
	"encoding/json"
	"time"

	"chatiere/models/people"
	"chatiere/models/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Level is how much a flag weighs. Flags warn and explain, they never stop anything (reciprocity.md 5).
type Level string

// The levels.
const (
	High   Level = "high"
	Medium Level = "medium"
	Low    Level = "low"
)

// Rule is what raises a flag.
type Rule string

// The rules. All but the last need nothing but our own data.
const (
	EvidenceReused Rule = "evidence_reused"
	EarlierAbuse   Rule = "earlier_abuse"
	Overlap        Rule = "overlap"
	MutualAttest   Rule = "mutual_attest"
	Burst          Rule = "burst"
	EarlierReject  Rule = "earlier_reject"
	FirstTime      Rule = "first_time"
	EvidenceDead   Rule = "evidence_dead" // found by going there
)

// Flag is one warning on one version, with the facts behind it, until somebody clears it with a reason.
type Flag struct {
	ID             uint
	ContributionID uint
	Version        int
	Rule           Rule
	Level          Level
	Facts          string // JSON, see Facts
	ClearedByID    *uint
	ClearedAt      *time.Time
	ClearedReason  string
	CreatedAt      time.Time
}

// TableName names the table.
func (Flag) TableName() string { return "contribution_flags" }

// Facts are what a flag leads to.
type Facts struct {
	Refs    []string `json:"refs,omitempty"` // of other contributions
	Minutes int64    `json:"minutes,omitempty"`
	Day     string   `json:"day,omitempty"`
	Count   int64    `json:"count,omitempty"`
	Answer  int      `json:"answer,omitempty"` // what a server answered
}

// Read returns the facts behind the flag.
func (f Flag) Read() Facts {
	var facts Facts
	_ = json.Unmarshal([]byte(f.Facts), &facts) // written by us
	return facts
}

// Cleared reports whether somebody looked at it and said why it is no matter.
func (f Flag) Cleared() bool { return f.ClearedAt != nil }

// raise notes the flags that the facts raise for the present version.
func (c *Contribution) raise(ctx context.Context, tx *gorm.DB) error {
	for _, rule := range []func(context.Context, *gorm.DB) (Rule, Level, Facts, error){c.reused, c.past, c.overlap, c.burst, c.rejected, c.first} {
		name, level, facts, err := rule(ctx, tx)
		if err != nil {
			return err
		}
		if level == "" {
			continue
		}
		if err := c.flag(ctx, tx, name, level, facts); err != nil {
			return err
		}
	}
	return c.askToLook(ctx, tx)
}

// flag writes a flag; the same rule on the same version is written once.
func (c *Contribution) flag(ctx context.Context, tx *gorm.DB, rule Rule, level Level, facts Facts) error {
	text, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	f := Flag{ContributionID: c.ID, Version: c.Version, Rule: rule, Level: level, Facts: string(text), CreatedAt: store.Now(tx)}
	return tx.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&f).Error
}

// reused: the same address or the same file on another contribution.
func (c *Contribution) reused(ctx context.Context, tx *gorm.DB) (Rule, Level, Facts, error) {
	var facts Facts
	err := tx.WithContext(ctx).Raw(`select distinct o.ref from evidences e join evidences x on x.contribution_id <> e.contribution_id
		and (e.url_norm <> '' and x.url_norm = e.url_norm or e.sha256 <> '' and x.sha256 = e.sha256)
		join contributions o on o.id = x.contribution_id and o.version = x.version
		where e.contribution_id = ? and e.version = ? and o.state not in ('draft','withdrawn') and o.id <> ? and (o.session_id = '' or o.session_id <> ?) order by o.ref limit 5`,
		c.ID, c.Version, c.corrected(), c.SessionID).Scan(&facts.Refs).Error
	if len(facts.Refs) == 0 {
		return EvidenceReused, "", facts, err
	}
	return EvidenceReused, High, facts, err
}

// corrected is the contribution this one puts right: it has the same evidence by nature.
func (c *Contribution) corrected() uint {
	if c.CorrectsID == nil {
		return 0
	}
	return *c.CorrectsID
}

// past: the contributor has a contribution that was rejected as abuse.
func (c *Contribution) past(ctx context.Context, tx *gorm.DB) (Rule, Level, Facts, error) {
	return c.others(ctx, tx, EarlierAbuse, High, "decision = 'rejected' and abuse = ? and state <> 'reversed'", true)
}

// rejected: one was rejected in the last twelve months.
func (c *Contribution) rejected(ctx context.Context, tx *gorm.DB) (Rule, Level, Facts, error) {
	return c.others(ctx, tx, EarlierReject, Medium, "decision = 'rejected' and state <> 'reversed' and decided_at > ?", store.Now(tx).Add(-rejectedSince))
}

func (c *Contribution) others(ctx context.Context, tx *gorm.DB, rule Rule, level Level, condition string, args ...any) (Rule, Level, Facts, error) {
	var facts Facts
	err := tx.WithContext(ctx).Model(&Contribution{}).Where("contributor_id = ? and id <> ?", c.ContributorID, c.ID).Where(condition, args...).
		Order("id desc").Limit(5).Pluck("ref", &facts.Refs).Error
	if len(facts.Refs) == 0 {
		level = ""
	}
	return rule, level, facts, err
}

// burst: five or more sent in 24 hours.
func (c *Contribution) burst(ctx context.Context, tx *gorm.DB) (Rule, Level, Facts, error) {
	var refs []string
	err := tx.WithContext(ctx).Model(&Contribution{}).Where("contributor_id = ? and submitted_at > ? and id <> ?", c.ContributorID, store.Now(tx).Add(-burstWithin), c.ID).
		Order("id desc").Limit(burstTold).Pluck("ref", &refs).Error
	if len(refs)+1 < burstMost {
		return Burst, "", Facts{}, err
	}
	return Burst, Medium, Facts{Count: int64(len(refs)) + 1, Refs: refs}, err
}

// first: nothing of the contributor was accepted yet.
func (c *Contribution) first(ctx context.Context, tx *gorm.DB) (Rule, Level, Facts, error) {
	var n int64
	err := tx.WithContext(ctx).Model(&Contribution{}).Where("contributor_id = ? and "+counting, c.ContributorID).Limit(1).Count(&n).Error
	if n > 0 {
		return FirstTime, "", Facts{}, err
	}
	return FirstTime, Low, Facts{}, err
}

// The hours a day beyond which overlapping contributions are a warning.
const (
	longDay = 16 * 60
	fullDay = 24 * 60
)

// overlap: what one person says of the same days adds up to more hours than days have.
func (c *Contribution) overlap(ctx context.Context, tx *gorm.DB) (Rule, Level, Facts, error) {
	if c.Unit != Minutes {
		return Overlap, "", Facts{}, nil
	}
	var all []Contribution
	err := tx.WithContext(ctx).Where(`contributor_id = ? and unit = ? and from_on <= ? and to_on >= ? and superseded_by_id is null and id <> ?
		and state not in ('draft','withdrawn','rejected','lapsed','reversed')`, c.ContributorID, Minutes, c.ToOn, c.FromOn, c.corrected()).
		Order("id").Limit(500).Find(&all).Error
	day, most, refs := fullest(*c, all)
	facts := Facts{Minutes: most, Day: day, Refs: refs}
	switch {
	case most > fullDay:
		return Overlap, High, facts, err
	case most > longDay:
		return Overlap, Medium, facts, err
	}
	return Overlap, "", facts, err
}

// fullest is the day of c on which most minutes are told, how many, and by which other contributions. Minutes of several days are spread evenly.
func fullest(c Contribution, all []Contribution) (day string, most int64, refs []string) {
	first, err := time.Parse(time.DateOnly, c.FromOn)
	if err != nil {
		return "", 0, nil
	}
	for n := range c.Days() {
		on := first.AddDate(0, 0, int(n)).Format(time.DateOnly)
		var thousandths int64
		var here []string
		for _, o := range all {
			if o.FromOn > on || o.ToOn < on {
				continue
			}
			_, minutes := o.Effective()
			thousandths += minutes * 1000 / o.Days()
			if o.ID != c.ID && len(here) < 5 {
				here = append(here, o.Ref)
			}
		}
		if thousandths/1000 > most {
			day, most, refs = on, thousandths/1000, here
		}
	}
	return day, most, refs
}

// raiseMutual flags a contribution whose contributor attested the attester's within 30 days.
func (c *Contribution) raiseMutual(ctx context.Context, tx *gorm.DB, by people.User) error {
	var facts Facts
	err := tx.WithContext(ctx).Raw(`select distinct o.ref from attestations t join contributions o on o.id = t.contribution_id
		where t.attester_id = ? and t.contributor_id = ? and t.created_at > ? order by o.ref limit 5`,
		c.ContributorID, by.ID, store.Now(tx).Add(-mutualWithin)).Scan(&facts.Refs).Error
	if err != nil || len(facts.Refs) == 0 {
		return err
	}
	return c.flag(ctx, tx, MutualAttest, Medium, facts)
}

// Clear says why a flag is no matter; only somebody who may decide on the contribution may.
func (c Contribution) Clear(ctx context.Context, db *gorm.DB, by people.User, rule Rule, reason string) error {
	if reason = cleaned(reason); reason == "" {
		return wrong("cleared", "error.required")
	}
	return c.judge(ctx, db, by, func(tx *gorm.DB, now *Contribution, _ Part) error {
		n, err := store.From[Flag](tx).Where("contribution_id = ? and version = ? and rule = ? and cleared_at is null", now.ID, now.Version, rule).
			Select("ClearedByID", "ClearedAt", "ClearedReason").Updates(ctx, Flag{ClearedByID: &by.ID, ClearedAt: stamp(tx), ClearedReason: reason})
		if err != nil {
			return err
		}
		if n == 0 {
			return store.ErrNotFound
		}
		return now.note(ctx, tx, by, "flag_cleared", reason)
	})
}
