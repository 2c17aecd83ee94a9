package emails

import (
	"strconv"

	"chatiere/locales"
	"chatiere/models/hosting"
	"chatiere/models/people"
	"chatiere/views/paths"
)

// DeploymentTurned tells an owner how one of the organisation's services stands now.
func DeploymentTurned(d hosting.Deployment, news hosting.DeploymentTurned, to people.User) Letter {
	lang := spoken(to.Locale)
	service := d.Service.Name.String()
	l := Letter{
		Kind: "deployment_turned", Once: "deployment_turned:" + d.Ref + ":" + string(news.State) + ":" + strconv.Itoa(news.Version) + ":" + to.Ref, Lang: lang, OrganisationID: d.OrganisationID,
		Action: locales.T(lang, "emails.deployment.action"), Path: paths.Space(lang, d.Organisation, d),
		Why: locales.T(lang, "emails.deployment.why", "Organisation", d.Organisation.Name),
	}
	switch news.State {
	case hosting.Active:
		l.Subject = locales.T(lang, "emails.deployment.active", "Service", service)
		l.Lines = []string{locales.T(lang, "emails.deployment.active_text", "Service", service, "Organisation", d.Organisation.Name)}
		l.Facts = []Fact{{locales.T(lang, "emails.deployment.address"), d.Address}}
	case hosting.Suspended:
		l.Subject = locales.T(lang, "emails.deployment.suspended", "Service", service)
		l.Lines = []string{locales.T(lang, "emails.deployment.suspended_text", "Service", service, "Organisation", d.Organisation.Name)}
	default:
		l.Subject = locales.T(lang, "emails.deployment.removed", "Service", service)
		l.Lines = []string{locales.T(lang, "emails.deployment.removed_text", "Service", service, "Organisation", d.Organisation.Name)}
	}
	return l
}
