package commons

import (
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"chatiere/models/people"
	"chatiere/models/store"
)

// redaction says what was taken out of a contribution for the person who reads it.
type redaction struct {
	Name   bool // who gave it
	Amount bool // how much
	Proof  bool // evidence and description
	Files  bool // files that show it
}

// whole joins what every page shows beside the row, in one statement.
func whole(db *gorm.DB) store.Rows[Contribution] {
	return store.From[Contribution](db).Joins(clause.Has("Contributor"), nil).Joins(clause.Has("Kind"), nil).Joins(clause.LeftJoin.Association("Stands"), nil).
		Joins(clause.LeftJoin.Association("Organisation"), nil).Joins(clause.LeftJoin.Association("Upstream"), nil).
		Joins(clause.LeftJoin.Association("Evidence"), func(q *gorm.DB, joined, own clause.Table) *gorm.DB {
			return q.Where("?.version = ?.version and ?.file_id is null", joined, own, joined)
		})
}

// listed are contributions as files and lists show them: of who stands beside them the names only.
func listed(db *gorm.DB) store.Rows[Contribution] {
	return store.From[Contribution](db).Joins(clause.Has("Contributor"), store.Only("id", "ref", "name", "email", "erased_at")).Joins(clause.Has("Kind"), nil).
		Joins(clause.LeftJoin.Association("Stands"), nil).Joins(clause.LeftJoin.Association("Organisation"), store.Only("id", "ref", "name")).Joins(clause.LeftJoin.Association("Upstream"), store.Only("id", "ref", "slug", "name")).
		Joins(clause.LeftJoin.Association("Evidence"), func(q *gorm.DB, joined, own clause.Table) *gorm.DB {
			return q.Select("id", "kind", "url", "url_norm", "statement", "sha256", "checked_at", "result").Where("?.version = ?.version and ?.file_id is null", joined, own, joined)
		})
}

// accepted is what counts, written so that it is no reason to leave the order of the list: SQLite would rather look up the two decisions and
// sort every row it finds.
var accepted = strings.Replace(counting, "contributions.decision in", "coalesce(contributions.decision, '') in", 1)

// seenBy is the condition that u may read a contribution: their own, their organisations', what was accepted (everybody), what waits for
// a second person (whoever signed in; one that hides something, whoever may confirm it), a rejection while it can be contested. The council
// reads all but drafts; a fault that is not mended yet is for the council only.
func seenBy(db *gorm.DB, u people.User) (string, []any) {
	condition := "(contributions.withheld = ? and " + accepted + ")"
	args := []any{false}
	if !u.SignedIn() {
		return condition, args
	}
	open, since := openTo(db, u)
	condition += ` or contributions.contributor_id = ? or contributions.organisation_id in ? and contributions.state <> 'draft' or contributions.withheld = ? and ` + open + ` and
		(contributions.state in ('submitted','needs_info','attested','contested','accepted','adjusted','upheld','reversed') or contributions.state = 'rejected' and contributions.decided_at > ?)`
	args = append(append(args, u.ID, append(u.OrganisationIDs(), 0), false), append(since, store.Now(db).Add(-contestable))...)
	if Council(u) {
		condition += " or contributions.state <> 'draft'"
	}
	return "(" + condition + ")", args
}

// openTo is the condition that a contribution hides nothing from u before it is accepted: it is public, or u has been here long enough to
// confirm or contest it (HARD3). Whoever made an account today reads nobody's hidden amounts.
func openTo(db *gorm.DB, u people.User) (string, []any) {
	switch now := store.Now(db); {
	case Council(u) || u.ConfirmedAt != nil && now.Sub(*u.ConfirmedAt) >= tenure:
		return "(1 = 1)", nil
	case u.ConfirmedAt == nil:
		return "contributions.visibility = ?", []any{Public}
	}
	return "(contributions.visibility = ? or (select created_at from users order by id limit 1) >= ?)", []any{Public, u.CreatedAt.Add(-foundersCame)}
}

// as is the contribution as u may read it: names, amounts and evidence they may not know are taken out of the value itself, so that no
// page can show them by mistake (reciprocity.md 6, visibility).
func (c Contribution) as(u people.User) Contribution {
	c.redacted = c.hiddenFrom(u)
	if c.redacted.Name {
		c.Contributor, c.Organisation, c.ContributorID, c.OrganisationID = people.User{}, people.Organisation{}, 0, nil
		c.VouchedByID, c.Body = nil, ""
	}
	if c.redacted.Amount {
		c.Quantity, c.DecidedQuantity = 0, nil
	}
	if c.redacted.words() {
		c.Reason = ""
	}
	if c.redacted.Proof {
		c.Body, c.Evidence = "", Evidence{}
	}
	c.redacted.Files = !c.opensTo(u)
	if !c.insider(u) {
		c.ForOrganisationID, c.ForName = nil, ""
	}
	return c
}

// hiddenFrom is what u may not know of it. Who left is not named any more; how much it was stays as it was, to be read or not.
func (c Contribution) hiddenFrom(u people.User) redaction {
	if c.insider(u) {
		return redaction{}
	}
	h := redaction{Name: c.Visibility == Anonymous || c.Contributor.ErasedAt != nil, Amount: c.Visibility != Public, Proof: c.Visibility != Public}
	if u.SignedIn() && c.asksMembers() { // who may still be asked about it must see what there is
		h.Amount, h.Proof = false, false
	}
	return h
}

// words reports whether what others said of it may not be read either: it may hold a name or an amount.
func (r redaction) words() bool { return r.Name || r.Amount }

// asksMembers reports whether members may still confirm it, or contest its rejection. Of money and things the council alone may.
func (c Contribution) asksMembers() bool {
	return c.Kind.Attester != "treasurer" && slices.Contains([]State{Submitted, NeedsInfo, Attested, Rejected}, c.State)
}

// insider reports whether u reads everything: the contributor, the people of the organisation, the council.
func (c Contribution) insider(u people.User) bool {
	if u.SignedIn() && c.ContributorID == u.ID || Council(u) {
		return true
	}
	if c.OrganisationID == nil {
		return false
	}
	_, in := u.In(*c.OrganisationID)
	return in
}

// NameHidden reports whether the reader may not know who gave it.
func (c Contribution) NameHidden() bool { return c.redacted.Name }

// AmountHidden reports whether the reader may not know how much it was.
func (c Contribution) AmountHidden() bool { return c.redacted.Amount }

// FilesHidden reports whether the reader may not open the files that show it, if there are any.
func (c Contribution) FilesHidden() bool { return c.redacted.Files }

// ProofHidden reports whether the reader does not see the evidence.
func (c Contribution) ProofHidden() bool { return c.redacted.Proof }
