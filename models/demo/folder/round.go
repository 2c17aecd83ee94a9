package folder

// Round is one redistribution round and how far it came. Days count back from the day of loading; those below 0 are still to come.
type Round struct {
	Ref              string          `toml:"ref"`
	By               string          `toml:"by"`       // who opened it
	Projects         []string        `toml:"projects"` // upstreams
	MinCents         int64           `toml:"min_payout_cents"`
	FromDaysAgo      int             `toml:"from_days_ago"`
	ToDaysAgo        int             `toml:"to_days_ago"`
	OpensDaysAgo     int             `toml:"opens_days_ago"`
	BallotsDaysAgo   int             `toml:"ballots_days_ago"` // the list is fixed and the vote begins; 0: at opening
	ClosesDaysAgo    int             `toml:"closes_days_ago"`
	ComputedDaysAgo  int             `toml:"computed_days_ago"`
	PaidDaysAgo      int             `toml:"paid_days_ago"`
	PublishedDaysAgo int             `toml:"published_days_ago"`
	ApprovedBy       []string        `toml:"approved_by"`
	Proposals        []RoundProposal `toml:"proposals"`
	Ballots          []RoundVotes    `toml:"ballots"`
}

// RoundProposal is a project that an organisation proposed for the list, and what was answered.
type RoundProposal struct {
	Organisation string `toml:"organisation"`
	By           string `toml:"by"`
	DaysAgo      int    `toml:"days_ago"`
	Name         string `toml:"name"`
	Repository   string `toml:"repository"`
	Licence      string `toml:"licence"`
	Site         string `toml:"site"`
	Why          string `toml:"why"`
	AnsweredBy   string `toml:"answered_by"` // empty: nobody yet
	AnsweredAgo  int    `toml:"answered_days_ago"`
	Refused      string `toml:"refused"` // why; empty: accepted
}

// RoundVotes is the ballot of an organisation.
type RoundVotes struct {
	Organisation string           `toml:"organisation"`
	By           string           `toml:"by"`
	DaysAgo      int              `toml:"days_ago"`
	Points       map[string]int64 `toml:"points"` // by upstream
}

func (d document) rounds(all []Round, who cast) {
	seen := map[string]bool{}
	for i, r := range all {
		path := at("rounds", i)
		d.once(path+".ref", r.Ref, seen)
		d.refersTo(path+".by", "user", r.By, who.users)
		for _, p := range r.Projects {
			d.refersTo(path+".projects", "upstream", p, who.upstreams)
		}
		for _, u := range r.ApprovedBy {
			d.refersTo(path+".approved_by", "user", u, who.users)
		}
		for _, p := range r.Proposals {
			d.refersTo(path+".proposals", "organisation", p.Organisation, who.organisations)
			d.refersTo(path+".proposals", "user", p.By, who.users)
			if p.AnsweredBy != "" {
				d.refersTo(path+".proposals", "user", p.AnsweredBy, who.users)
			}
		}
		for _, b := range r.Ballots {
			d.refersTo(path+".ballots", "organisation", b.Organisation, who.organisations)
			d.refersTo(path+".ballots", "user", b.By, who.users)
		}
	}
}
