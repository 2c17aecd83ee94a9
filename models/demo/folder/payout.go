package folder

import "slices"

// Channel is where a project is paid, and how far that is trusted. Told again for the same project, it is changed. Days count back from the
// day of loading; 0 says that it did not happen.
type Channel struct {
	Upstream        string `toml:"upstream"`
	Type            string `toml:"type"` // iban, liberapay, opencollective, github, other
	Address         string `toml:"address"`
	Holder          string `toml:"holder"`
	Email           string `toml:"email"`
	Locale          string `toml:"locale"`
	Manifest        string `toml:"manifest"`
	Evidence        string `toml:"evidence"`
	Provenance      string `toml:"provenance"` // manifest, project_link, signed_statement, manual
	By              string `toml:"by"`
	DaysAgo         int    `toml:"days_ago"`
	VerifiedDaysAgo int    `toml:"verified_days_ago"`
	StaleDaysAgo    int    `toml:"stale_days_ago"` // its manifest proves it no more
}

// Batch is some payments to projects of a round, and what became of each.
type Batch struct {
	Ref             string   `toml:"ref"`
	Round           string   `toml:"round"`
	By              string   `toml:"by"`
	LeastCents      int64    `toml:"least_cents"`
	DaysAgo         int      `toml:"days_ago"` // put together, and the maintainers are told
	ApprovedBy      []string `toml:"approved_by"`
	ApprovedDaysAgo int      `toml:"approved_days_ago"`
	ExportedDaysAgo int      `toml:"exported_days_ago"`
	Payments        []Payout `toml:"payments"`
}

// Payout is what a maintainer answered, what the bank said, and what shows that the project has the money.
type Payout struct {
	Upstream         string `toml:"upstream"`
	Answer           string `toml:"answer"` // taken, deferred, passed_on, refused; empty: none
	AnsweredDaysAgo  int    `toml:"answered_days_ago"`
	Months           int    `toml:"months"` // deferred
	To               string `toml:"to"`     // passed on to an upstream
	Name             string `toml:"name"`   // or to another project
	Words            string `toml:"words"`
	ConfirmedDaysAgo int    `toml:"confirmed_days_ago"`
	Reference        string `toml:"reference"` // confirmed by hand; empty: by a line of the bank
	ReceiptURL       string `toml:"receipt_url"`
	Receipt          string `toml:"receipt"` // the text of a file
	ReturnedDaysAgo  int    `toml:"returned_days_ago"`
	Reason           string `toml:"reason"` // why it came back
}

var (
	channelTypes = []string{"iban", "liberapay", "opencollective", "github", "other"}
	provenances  = []string{"manifest", "project_link", "signed_statement", "manual"}
	payAnswers   = []string{"", "taken", "deferred", "passed_on", "refused"}
)

func (d document) channels(all []Channel, who cast) {
	for i, c := range all {
		path := at("channels", i)
		d.refersTo(path+".upstream", "upstream", c.Upstream, who.upstreams)
		d.refersTo(path+".by", "user", c.By, who.users)
		d.oneOf(path+".type", c.Type, channelTypes)
		d.oneOf(path+".provenance", c.Provenance, provenances)
		d.required(path+".address", c.Address)
		d.required(path+".holder", c.Holder)
		d.email(path+".email", c.Email)
		d.locale(path+".locale", c.Locale)
		if c.VerifiedDaysAgo > c.DaysAgo || c.StaleDaysAgo > c.VerifiedDaysAgo || (c.Provenance == "manifest") != (c.Manifest != "") {
			d.wrong(path, BadValue, "a channel is told, then verified, then stale; a manifest proves it where that is its provenance")
		}
	}
}

func (d document) batches(s Story, who cast) {
	seen := map[string]bool{}
	var rounds, paid []string
	for _, r := range s.Rounds {
		rounds = append(rounds, r.Ref)
	}
	for _, c := range s.Channels {
		paid = append(paid, c.Upstream)
	}
	for i, b := range s.Batches {
		path := at("batches", i)
		d.once(path+".ref", b.Ref, seen)
		d.refersTo(path+".round", "round", b.Round, rounds)
		for _, u := range append(slices.Clone(b.ApprovedBy), b.By) {
			d.refersTo(path+".approved_by", "user", u, who.users)
		}
		for n, p := range b.Payments {
			inner := at(path+".payments", n)
			d.refersTo(inner+".upstream", "channel of the upstream", p.Upstream, paid)
			d.oneOf(inner+".answer", p.Answer, payAnswers)
			if p.To != "" {
				d.refersTo(inner+".to", "upstream", p.To, who.upstreams)
			}
			if p.ReturnedDaysAgo > 0 {
				d.required(inner+".reason", p.Reason)
			}
		}
	}
}
