package commons

// ContributionAsked tells the contributor that more is asked.
type ContributionAsked struct {
	StepID uint `json:"step_id"`
}

// Kind names the promise.
func (ContributionAsked) Kind() string { return "contribution_asked" }

// ContributionAttested tells the contributor that enough people confirmed.
type ContributionAttested struct {
	StepID uint `json:"step_id"`
}

// Kind names the promise.
func (ContributionAttested) Kind() string { return "contribution_attested" }

// ContributionDecided tells the contributor what was decided, and why.
type ContributionDecided struct {
	StepID uint `json:"step_id"`
}

// Kind names the promise.
func (ContributionDecided) Kind() string { return "contribution_decided" }

// ContributionReminded tells both sides that nothing moved for a while.
type ContributionReminded struct {
	ContributionID uint `json:"contribution_id"`
}

// Kind names the promise.
func (ContributionReminded) Kind() string { return "contribution_reminded" }

// AgreementProposed tells the other side that an agreement waits for their word.
type AgreementProposed struct {
	ProposalID uint `json:"proposal_id"`
	Version    int  `json:"version"`
}

// Kind names the promise.
func (AgreementProposed) Kind() string { return "agreement_proposed" }
