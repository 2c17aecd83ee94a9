package commons

// ContributionAsked tells the contributor that more is asked.
type ContributionAsked struct {
	StepID uint `json:"step_id"`
}

// Kind names the promise.
func (ContributionAsked) Kind() string { return "contribution_asked" }

// ContributionDoubted tells the contributor that somebody who was asked says it is not so.
type ContributionDoubted struct {
	AttestationID uint `json:"attestation_id"`
}

// Kind names the promise.
func (ContributionDoubted) Kind() string { return "contribution_doubted" }

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

// ColleagueNamed tells somebody that a colleague named them as having done something together: what it was, and how to agree or refuse.
type ColleagueNamed struct {
	ContributionID uint `json:"contribution_id"` // the draft that waits for them
	ByID           uint `json:"by_id"`
}

// Kind names the promise.
func (ColleagueNamed) Kind() string { return "colleague_named" }

// EvidenceShown asks whether the address that a version shows leads somewhere.
type EvidenceShown struct {
	ContributionID uint `json:"contribution_id"`
	Version        int  `json:"version"`
}

// Kind names the promise.
func (EvidenceShown) Kind() string { return "evidence_shown" }

// EvidencesDue asks, once a day, which addresses have not been looked at for a month.
type EvidencesDue struct{}

// Kind names the promise.
func (EvidencesDue) Kind() string { return "evidences" }

// ContributionContested tells the contributor that somebody else contests the decision on their contribution.
type ContributionContested struct {
	StepID uint `json:"step_id"`
}

// Kind names the promise.
func (ContributionContested) Kind() string { return "contribution_contested" }

// AgreementTurned tells the other side what became of a proposal, or that an agreement ends.
type AgreementTurned struct {
	ProposalID  uint `json:"proposal_id"`  // signed, refused or withdrawn
	AgreementID uint `json:"agreement_id"` // or: ended
	Ours        bool `json:"ours"`         // the collective did it, the party is told
}

// Kind names the promise.
func (AgreementTurned) Kind() string { return "agreement_turned" }

// CounterTurned tells who keeps the collective's money that an invoice of the other side was handed in, and then who handed it in what was
// decided.
type CounterTurned struct {
	CounterID uint         `json:"counter_id"`
	State     CounterState `json:"state"`
}

// Kind names the promise.
func (CounterTurned) Kind() string { return "counter_turned" }
