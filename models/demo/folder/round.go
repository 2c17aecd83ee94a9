package folder

// Round is one redistribution round and how far it came. Days count back from the day of loading; those below 0 are still to come.
type Round struct {
	Ref              string       `toml:"ref"`
	By               string       `toml:"by"`       // who opened it
	Projects         []string     `toml:"projects"` // upstreams
	MinCents         int64        `toml:"min_payout_cents"`
	FromDaysAgo      int          `toml:"from_days_ago"`
	ToDaysAgo        int          `toml:"to_days_ago"`
	OpensDaysAgo     int          `toml:"opens_days_ago"`
	ClosesDaysAgo    int          `toml:"closes_days_ago"`
	ComputedDaysAgo  int          `toml:"computed_days_ago"`
	PaidDaysAgo      int          `toml:"paid_days_ago"`
	PublishedDaysAgo int          `toml:"published_days_ago"`
	ApprovedBy       []string     `toml:"approved_by"`
	Ballots          []RoundVotes `toml:"ballots"`
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
		for _, b := range r.Ballots {
			d.refersTo(path+".ballots", "organisation", b.Organisation, who.organisations)
			d.refersTo(path+".ballots", "user", b.By, who.users)
		}
	}
}
