package paths

import (
	"chatiere/models/hosting"
	"chatiere/models/people"
)

// Deployments is the operators' list of what has to be done.
func Deployments(lang string) string { return "/" + lang + "/desk/deployments" }

// DeploymentsLateBack are those that should have come back by now.
func DeploymentsLateBack(lang string) string {
	return Deployments(lang) + "?state=" + string(hosting.LateBack)
}

// Deployment is one delivery, as operators work on it.
func Deployment(lang string, d hosting.Deployment) string { return Deployments(lang) + "/" + d.Ref }

// Suspension is where a deployment's subscription is suspended, with a reason.
func Suspension(lang string, d hosting.Deployment) string { return Deployment(lang, d) + "/suspension" }

// Resumption is where it is given back.
func Resumption(lang string, d hosting.Deployment) string { return Deployment(lang, d) + "/resumption" }

// Checklist is where the operators' own steps for a service are written.
func Checklist(lang, slug string) string {
	return "/" + lang + "/desk/services/" + slug + "/checklists"
}

// Spaces is the list of an organisation's services.
func Spaces(lang string, o people.Organisation) string { return Organisation(lang, o) + "/services" }

// Space is one service of an organisation: where it is, how it stands, what comes next.
func Space(lang string, o people.Organisation, d hosting.Deployment) string {
	return Spaces(lang, o) + "/" + d.Ref
}
