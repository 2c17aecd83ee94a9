package commons

import (
	"context"
	"strings"

	"chatiere/models/store"

	"gorm.io/gorm"
)

// Unit is what a contribution is counted in. Units are never mixed nor added up with each other.
type Unit string

// The units.
const (
	Minutes Unit = "MIN"
	Cents   Unit = "EUR"
	Pieces  Unit = "PIECE"
)

// Choice is one of the six plain answers to "what did you do?", over the whole taxonomy.
type Choice string

// The six choices.
const (
	Help   Choice = "help"   // helped people
	Words  Choice = "words"  // wrote, translated, drew, recorded
	Checks Choice = "checks" // tried, reported, proofread
	Tools  Choice = "tools"  // mended, built, kept running
	Ideas  Choice = "ideas"  // thought, organised, spread the word
	Gifts  Choice = "gifts"  // gave money, lent or gave things
)

// Choices are the six, in the order of the form.
var Choices = []Choice{Help, Words, Checks, Tools, Ideas, Gifts}

// Family is a group of kinds (reciprocity.md 3), as the public page counts them.
type Family string

// The families.
const (
	CodeFamily     Family = "code"
	QualityFamily  Family = "quality"
	RunningFamily  Family = "running"
	WordsFamily    Family = "words"
	MediaFamily    Family = "media"
	HelpingFamily  Family = "helping"
	ThinkingFamily Family = "thinking"
	MoneyFamily    Family = "money"
	InKindFamily   Family = "in_kind"
)

// Families are all families, in the order of the public page.
var Families = []Family{HelpingFamily, WordsFamily, MediaFamily, QualityFamily, CodeFamily, RunningFamily, ThinkingFamily, MoneyFamily, InKindFamily}

// Proof says whether evidence must be given.
type Proof string

// The three answers.
const (
	NoProof       Proof = "none"
	OptionalProof Proof = "optional"
	RequiredProof Proof = "required"
)

// Kind is one kind of contribution: the 33 keys of all-contributors, five of ours, and those that the collective added.
type Kind struct {
	Key          string `gorm:"primaryKey"`
	Choice       Choice
	Family       Family
	Units        string // separated by commas, the usual one first
	Evidence     Proof
	Attestations int    // how many people must confirm, at least
	AloneMinutes int64  `json:"-"` // beyond so much work a second person confirms; the same for all kinds
	Attester     string // member; present: who was there; treasurer: who keeps the collective's money
	Work         string // what it is for the accounts in kind: work, goods, use, or none
	Position     int
	Active       bool
	Names        string // of a kind that the collective added: what it is called, by language, as JSON
}

// TableName names the table.
func (Kind) TableName() string { return "contribution_kinds" }

// Kinds returns the kinds that can be chosen, in the order of the form.
func Kinds(ctx context.Context, db *gorm.DB) ([]Kind, error) {
	return store.From[Kind](db).Where("active = ?", true).Order("position").Find(ctx)
}

// Of returns the kinds of one choice; the first is meant when no finer one is chosen.
func (c Choice) Of(all []Kind) []Kind {
	var mine []Kind
	for _, k := range all {
		if k.Choice == c {
			mine = append(mine, k)
		}
	}
	return mine
}

// Known reports whether it is one of the six.
func (c Choice) Known() bool {
	for _, one := range Choices {
		if one == c {
			return true
		}
	}
	return false
}

// waiver is the kind of expenses whose repayment a person gives up: never an organisation's, and never without the expense note and the signed
// waiver (reciprocity.md 2.2, 3).
const waiver = "x_expense_waiver"

// Waives reports whether it is such a kind.
func (k Kind) Waives() bool { return k.Key == waiver }

// Counts reports whether a contribution of this kind may be counted in that unit.
func (k Kind) Counts(u Unit) bool {
	for _, one := range strings.Split(k.Units, ",") {
		if Unit(one) == u {
			return true
		}
	}
	return false
}

// Unit is the usual unit of the kind.
func (k Kind) Unit() Unit { return Unit(strings.SplitN(k.Units, ",", 2)[0]) }

// alone is the length of work, in minutes, beyond which a second person confirms unless the collective says otherwise (reciprocity.md 3).
const alone = 120

// Needed is how many people must confirm a contribution of this kind and size.
func (k Kind) Needed(quantity int64, u Unit) int {
	if u == Minutes && quantity > k.AloneMinutes {
		return max(k.Attestations, 2)
	}
	return k.Attestations
}

// kindOf loads one kind.
func kindOf(ctx context.Context, db *gorm.DB, key string) (Kind, error) {
	return store.From[Kind](db).Where("key = ?", key).Take(ctx)
}
