package folder

// Story is what happened lately (story.toml). All times count back from the day of loading, so that it never grows old.
type Story struct {
	Subscriptions []Subscription `toml:"subscriptions"`
	Requests      []Request      `toml:"requests"`
	Sponsorships  []Sponsorship  `toml:"sponsorships"`
	Pools         []Pool         `toml:"pools"`
	Contributions []Contribution `toml:"contributions"`
	Tasks         []Task         `toml:"tasks"`
	Agreements    []Agreement    `toml:"agreements"`
	Tickets       []Ticket       `toml:"tickets"`
	Incidents     []Incident     `toml:"incidents"`
	Rounds        []Round        `toml:"rounds"`
	Channels      []Channel      `toml:"channels"`
	Batches       []Batch        `toml:"batches"`
	Expenses      []Expense      `toml:"expenses"`
	Spaces        []Space        `toml:"spaces"`
}

// Space is something that several carry: by gifts, or as the bill of a subscription of which its sponsorships pay parts. It is opened,
// promised to, and started; with started_days_ago 0 it gathers still.
type Space struct {
	Ref            string   `toml:"ref"`
	Title          string   `toml:"title"`
	About          string   `toml:"about"`
	Subscription   string   `toml:"subscription"` // whose bill it is; empty: money for it is given
	Percent        int      `toml:"percent"`      // of that bill that others are to carry
	GoalCents      int64    `toml:"goal_cents"`   // of a year, of what is given
	Hours          int      `toml:"hours"`        // wished for in a year
	Threshold      int      `toml:"threshold"`    // in percent
	DaysAgo        int      `toml:"days_ago"`
	StartedDaysAgo int      `toml:"started_days_ago"`
	Pledges        []Pledge `toml:"pledges"`
}

// Pledge is what somebody promised to it, for themself or for an organisation.
type Pledge struct {
	By              string `toml:"by"`
	Organisation    string `toml:"organisation"`
	Cents           int64  `toml:"cents"` // each time; or hours
	Hours           int    `toml:"hours"`
	Every           string `toml:"every"`
	Visibility      string `toml:"visibility"`
	DaysAgo         int    `toml:"days_ago"`
	ReceivedDaysAgo int    `toml:"received_days_ago"` // 0: not yet
}

// Expense is what the bank pays again and again, or once, as its statements of the last twelve months say it.
type Expense struct {
	Name        string `toml:"name"`         // who is paid
	Words       string `toml:"words"`        // as the bank writes them
	Cents       int64  `toml:"cents"`        // each time
	Day         int    `toml:"day"`          // of the month
	EveryMonths int    `toml:"every_months"` // 1 when nothing is said
	MonthsAgo   int    `toml:"months_ago"`   // once, in that month; 0: again and again
	Purpose     string `toml:"purpose"`      // the group it is sorted into; empty: it waits
	Label       string `toml:"label"`        // what everybody reads
	Reason      string `toml:"reason"`       // why it is not counted, for the purpose apart
}

// Subscription is an organisation's use of an offer, and how its invoices get paid.
type Subscription struct {
	Ref                string `toml:"ref"`
	Organisation       string `toml:"organisation"`
	Offer              string `toml:"offer"`
	Tier               string `toml:"tier"`
	Period             string `toml:"period"` // monthly or yearly
	By                 string `toml:"by"`     // user who subscribed
	StartedDaysAgo     int    `toml:"started_days_ago"`
	DeliveredAfterDays int    `toml:"delivered_after_days"`
	PaysAfterDays      int    `toml:"pays_after_days"` // from issue to payment
	UnpaidLast         int    `toml:"unpaid_last"`     // so many newest invoices are still unpaid
}

// Request starts a reviewed offer: the need, and what came of it.
type Request struct {
	Ref          string `toml:"ref"`
	Organisation string `toml:"organisation"`
	Offer        string `toml:"offer"`
	Tier         string `toml:"tier"`
	By           string `toml:"by"`
	Lang         string `toml:"lang"`
	DaysAgo      int    `toml:"days_ago"`
	People       int    `toml:"people"`
	Need         string `toml:"need"`
	MonthlyCents int64  `toml:"monthly_cents"` // proposed amount, before tax
	State        string `toml:"state"`
	AnsweredBy   string `toml:"answered_by"`
	Answer       string `toml:"answer"`
}

// Sponsorship is a sponsor's part of the price of somebody's subscription, which is a shared space.
type Sponsorship struct {
	Sponsor      string `toml:"sponsor"`
	By           string `toml:"by"` // who promised it for the sponsor
	Subscription string `toml:"subscription"`
	Percent      int    `toml:"percent"`
	Visibility   string `toml:"visibility"` // public, amount_hidden or anonymous
	SinceDaysAgo int    `toml:"since_days_ago"`
}

// Pool is how a network head pays for its members, within a budget for each year.
type Pool struct {
	Head        string    `toml:"head"`
	By          string    `toml:"by"` // an owner or treasurer of the head
	DaysAgo     int       `toml:"days_ago"`
	Percent     int       `toml:"percent"`      // of the spaces it opens
	BudgetCents int64     `toml:"budget_cents"` // of a year, tax included
	Carried     []Carried `toml:"carried"`
}

// Carried is the part of a member's spaces that its head pays.
type Carried struct {
	Organisation  string `toml:"organisation"`
	By            string `toml:"by"` // who agreed for it
	Percent       int    `toml:"percent"`
	DaysAgo       int    `toml:"days_ago"`
	BilledDaysAgo int    `toml:"billed_days_ago"`
	PaysAfterDays int    `toml:"pays_after_days"` // from issue to payment
}

// Contribution is something given, with its evidence and what others said of it.
type Contribution struct {
	Ref          string   `toml:"ref"`
	By           string   `toml:"by"`
	Organisation string   `toml:"organisation"` // on behalf of; empty: for oneself
	For          string   `toml:"for"`          // ref of an organisation, an upstream, or "collective"
	Kind         string   `toml:"kind"`
	Lang         string   `toml:"lang"`
	Title        string   `toml:"title"`
	Detail       string   `toml:"detail"`
	DaysAgo      int      `toml:"days_ago"`
	Minutes      int64    `toml:"minutes"`
	Claimed      int64    `toml:"claimed_minutes"` // what the contributor said first, when it was adjusted
	Cents        int64    `toml:"cents"`
	Evidence     string   `toml:"evidence"`
	Paper        string   `toml:"paper"` // words of a document that shows it, such as minutes, kept as a file of text
	Visibility   string   `toml:"visibility"`
	State        string   `toml:"state"`
	AttestedBy   []string `toml:"attested_by"`
	DecidedBy    string   `toml:"decided_by"`
	Reason       string   `toml:"reason"` // question or reason of the person who decided
}

// Agreement is what the collective proposed to an organisation; with somebody to accept it, it is signed a day later.
type Agreement struct {
	Ref          string `toml:"ref"`
	Organisation string `toml:"organisation"`
	Basis        string `toml:"basis"`
	Title        string `toml:"title"`
	Terms        string `toml:"terms"`   // Markdown
	Percent      int    `toml:"percent"` // of an invoice, at most
	Cents        int64  `toml:"cents"`   // a year, at most
	DaysAgo      int    `toml:"days_ago"`
	AcceptedBy   string `toml:"accepted_by"` // an owner; empty: it waits
}

// Incident is something that went wrong with a service, told openly.
type Incident struct {
	Service  string `toml:"service"`
	Severity string `toml:"severity"` // maintenance, degraded or down; down if nothing is said
	DaysAgo  int    `toml:"days_ago"`
	Minutes  int    `toml:"minutes"`
	Title    Words  `toml:"title"`
	Text     Words  `toml:"text"`
}

// Ticket is a call for help and its conversation.
type Ticket struct {
	Ref          string    `toml:"ref"`
	Organisation string    `toml:"organisation"`
	By           string    `toml:"by"`
	Service      string    `toml:"service"` // may be empty
	Lang         string    `toml:"lang"`
	Subject      string    `toml:"subject"`
	State        string    `toml:"state"`
	Assigned     string    `toml:"assigned"`
	DaysAgo      int       `toml:"days_ago"`
	Messages     []Message `toml:"messages"`
}

// Message is one turn of a conversation. A note is never read by the person who asked.
type Message struct {
	By         string `toml:"by"`
	Note       bool   `toml:"note"`
	AfterHours int    `toml:"after_hours"` // since the ticket was opened
	Text       string `toml:"text"`
}

var (
	severities    = []string{"maintenance", "degraded", "down", ""}
	periods       = []string{"monthly", "yearly"}
	requestStates = []string{"asked", "answered", "accepted", "declined"}
	ticketStates  = []string{"new", "open", "waiting_requester", "waiting_upstream", "solved", "closed"}
	visibilities  = []string{"public", "members", "private"}
	purposes      = []string{"people", "servers", "taxes", "upstream", "services", "reserve", "apart", ""}
	giftStates    = []string{"draft", "submitted", "needs_info", "attested", "accepted", "adjusted", "rejected", "withdrawn"}
	moneyKinds    = []string{"financial", "fundingFinding", "x_goods", "x_premises", "x_expense_waiver"}
	timeKinds     = []string{
		"code", "plugin", "tool", "platform", "test", "example", "bug", "review", "security", "a11y",
		"userTesting", "infra", "maintenance", "data", "doc", "content", "translation", "tutorial", "blog", "x_proofreading",
		"design", "audio", "video", "question", "mentoring", "talk", "eventOrganizing", "x_outreach", "ideas", "research",
		"projectManagement", "business", "promotion",
	}
)

// Task is a small thing that somebody could do; a steward of the folder tells of it.
type Task struct {
	Ref       string   `toml:"ref"`
	For       string   `toml:"for"` // ref of an upstream, or "collective"
	Kind      string   `toml:"kind"`
	Lang      string   `toml:"lang"`
	Languages []string `toml:"languages"`
	Title     string   `toml:"title"`
	Detail    string   `toml:"detail"`
	URL       string   `toml:"url"`
	Minutes   int64    `toml:"minutes"`
	DaysAgo   int      `toml:"days_ago"`
	TakenBy   string   `toml:"taken_by"` // user; empty: free
}
