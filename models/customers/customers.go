// Package customers lets a host that has run for years move in with its existing customers: a folder of CSV files is rehearsed, applied
// in one transaction and marked as a batch, then confirmed or undone. Until it is confirmed no letter leaves and no recurring work
// touches what it brought; services are adopted where they are, nothing is provisioned (billing.md DLV6).
package customers

// Kind is what a row of the folder becomes here.
type Kind string

// The kinds, in the order in which they are made.
const (
	AnOrganisation Kind = "organisation"
	APerson        Kind = "person"
	AMembership    Kind = "membership"
	ATag           Kind = "tag"
	ASubscription  Kind = "subscription"
	AContract      Kind = "contract" // its reference
	ADeployment    Kind = "deployment"
	ABalance       Kind = "balance" // an open invoice of the old system
	ACredit        Kind = "credit"  // money of theirs that waits
	APayer         Kind = "payer"   // a customer of the payment provider
	AMandate       Kind = "mandate"
	ASeries        Kind = "series"
)

// What becomes of a row.
type What string

// The fates of a row.
const (
	Made What = "made"
	Same What = "same" // it is here already, and as the folder says
	Kept What = "kept" // it is here already, and otherwise: what is here stays
)

// Difference is one thing that the folder brings, or that is here already.
type Difference struct {
	Kind   Kind     `json:"kind"`
	Key    string   `json:"key"`
	Name   string   `json:"name"`
	What   What     `json:"what"`
	Fields []string `json:"fields,omitempty"` // of one that is kept: the columns in which the file says otherwise
}

// Month is what the renewals of one month will bring, before tax.
type Month struct {
	Month string `json:"month"` // 2026-12
	N     int    `json:"n"`
	Cents int64  `json:"cents"`
}

// Sums are what the folder says in all, to be compared with the old system. Amounts of subscriptions are before tax.
type Sums struct {
	Organisations int     `json:"organisations"`
	People        int     `json:"people"`
	Subscriptions int     `json:"subscriptions"`
	Monthly       int     `json:"monthly"`
	MonthlyCents  int64   `json:"monthly_cents"` // of those paid by the month, a month
	Yearly        int     `json:"yearly"`
	YearlyCents   int64   `json:"yearly_cents"` // of those paid by the year, a year
	Open          int     `json:"open"`
	OpenCents     int64   `json:"open_cents"`
	CreditCents   int64   `json:"credit_cents"`
	Mandates      int     `json:"mandates"`
	Renewals      []Month `json:"renewals"`
	Currency      string  `json:"currency"`
}

// Report is what a folder brings.
type Report struct {
	Sums        Sums
	Differences []Difference
	Faults      Faults
	Batch       Batch // that was applied; a zero one when everything was here already, or nothing was written
}

// Count is how many things of a kind had a fate.
func (r Report) Count(kind Kind, what What) (n int) {
	for _, d := range r.Differences {
		if d.Kind == kind && d.What == what {
			n++
		}
	}
	return n
}

// Idle reports whether everything was here already.
func (r Report) Idle() bool {
	for _, d := range r.Differences {
		if d.What == Made {
			return false
		}
	}
	return true
}

// Options are what the folder does not say.
type Options struct {
	Languages []string                         // that the portal speaks
	Carried   func(lang, number string) string // what the one line of an old invoice says
	Exempt    func(lang string) string         // why no tax is shown on it
	Why       string                           // the reason written beside a tag
}

// kinds are all kinds, in the order in which they are made.
var kinds = []Kind{AnOrganisation, APerson, AMembership, ATag, ASubscription, AContract, ADeployment, ABalance, ACredit, APayer, AMandate, ASeries}

// Kinds are all kinds, in the order in which they are made.
func Kinds() []Kind { return kinds }
