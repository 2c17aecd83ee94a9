package paths

import (
	"strconv"

	"chatiere/models/commons"
)

// Tasks is what one could do in a few minutes.
func Tasks(lang string) string { return Contributions(lang) + "/tasks" }

// MyTasks are those I keep.
func MyTasks(lang string) string { return Tasks(lang) + "?mine=true" }

// NewTask is where a steward tells of one.
func NewTask(lang string) string { return Tasks(lang) + "/new" }

// Task is one task.
func Task(lang string, t commons.Task) string { return Tasks(lang) + "/" + t.Ref }

// EditTask is where it is changed.
func EditTask(lang string, t commons.Task) string { return Task(lang, t) + "/edit" }

// TaskTaking is where somebody keeps it for themself.
func TaskTaking(lang string, t commons.Task) string { return Task(lang, t) + "/taking" }

// TaskTakingEnd is where they give it back.
func TaskTakingEnd(lang string, t commons.Task) string { return TaskTaking(lang, t) + "/end" }

// TaskClosure is where a steward says that nobody needs to do it.
func TaskClosure(lang string, t commons.Task) string { return Task(lang, t) + "/closure" }

// TaskClosureEnd is where it is opened again.
func TaskClosureEnd(lang string, t commons.Task) string { return TaskClosure(lang, t) + "/end" }

// TaskDone is where one tells of having done it.
func TaskDone(lang string, t commons.Task) string {
	return Contributions(lang) + "/new?task=" + t.Ref
}

// GivenYear is what a person gave in a year.
func GivenYear(lang string, year int) string {
	return Contributions(lang) + "/years/" + strconv.Itoa(year)
}

// Certificates are one's own certificates.
func Certificates(lang string) string { return Contributions(lang) + "/certificates" }

// CertificatesOf is where one asks for the certificate of a year.
func CertificatesOf(lang string, year int) string {
	return Certificates(lang) + "?year=" + strconv.Itoa(year)
}

func certificate(lang string, c commons.Certificate) string {
	return Certificates(lang) + "/" + c.Token
}

// CertificatePDF is a certificate on paper.
func CertificatePDF(lang string, c commons.Certificate) string { return certificate(lang, c) + "/pdf" }

// CertificateText is what it says, word for word.
func CertificateText(lang string, c commons.Certificate) string {
	return certificate(lang, c) + "/text"
}

// CertificateReplacement is where it is issued anew.
func CertificateReplacement(lang string, c commons.Certificate) string {
	return certificate(lang, c) + "/replacement"
}

// CertificateRevocation is where it is revoked.
func CertificateRevocation(lang string, c commons.Certificate) string {
	return certificate(lang, c) + "/revocation"
}

// CertificateCheck is the address that stands on the paper, for whoever wants to check it, in any language.
func CertificateCheck(token string) string { return "/certificates/" + token }
