package paths

import (
	"chatiere/models/commons"
	"chatiere/models/people"
)

// Rounds are the redistribution rounds that everybody may read.
func Rounds(lang string) string { return "/" + lang + "/rounds" }

// RoundsFeed is the same as an Atom feed.
func RoundsFeed(lang string) string { return Rounds(lang) + ".atom" }

// Round is one round.
func Round(lang string, r commons.Round) string { return Rounds(lang) + "/" + r.Ref }

// RoundTable is what came out as a table, from which it can be computed again.
func RoundTable(lang string, r commons.Round) string { return Round(lang, r) + "/result.csv" }

// RoundFile is what came out with its formula and its sums, for programs.
func RoundFile(lang string, r commons.Round) string { return Round(lang, r) + "/result.json" }

// Ballot is where an organisation votes in a round.
func Ballot(lang string, o people.Organisation, r commons.Round) string {
	return Organisation(lang, o) + "/rounds/" + r.Ref
}

// DeskRounds is where rounds are kept.
func DeskRounds(lang string) string { return Desk(lang) + "/rounds" }

// NewRound is where one is begun.
func NewRound(lang string) string { return DeskRounds(lang) + "/new" }

// DeskRound is one round with what there is to do.
func DeskRound(lang string, r commons.Round) string { return DeskRounds(lang) + "/" + r.Ref }

// EditRound is where a draft is changed.
func EditRound(lang string, r commons.Round) string { return DeskRound(lang, r) + "/edit" }

// RoundOpening is where a round is opened.
func RoundOpening(lang string, r commons.Round) string { return DeskRound(lang, r) + "/opening" }

// RoundClosure is where its vote is ended.
func RoundClosure(lang string, r commons.Round) string { return DeskRound(lang, r) + "/closure" }

// RoundApprovals is where two people approve its result.
func RoundApprovals(lang string, r commons.Round) string { return DeskRound(lang, r) + "/approvals" }

// CastBallots are the ballots of a round whose vote is over.
func CastBallots(lang string, r commons.Round) string { return DeskRound(lang, r) + "/ballots" }

// RoundExport is where it is said that its payments have left.
func RoundExport(lang string, r commons.Round) string { return DeskRound(lang, r) + "/export" }

// RoundSettlement is where it is said that its payments have arrived.
func RoundSettlement(lang string, r commons.Round) string { return DeskRound(lang, r) + "/settlement" }

// RoundCancellation is where it is given up.
func RoundCancellation(lang string, r commons.Round) string {
	return DeskRound(lang, r) + "/cancellation"
}
