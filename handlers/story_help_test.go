package handlers

import (
	"net/mail"
	"net/url"
	"strings"
)

const (
	question = "Le partage du dossier Budget"
	inside   = "HIBOU : le serveur est plein, ne pas le dire"
	answer   = "Bonjour, le dossier est rouvert."
)

// asksForHelp is a ticket from its first word to its end: the note stays inside, the letters keep together.
func (y *story) asksForHelp() {
	y.Helper()
	y.nour.visit(y.at("/o/" + y.org.Ref)).goes("/tickets/new").status(200)
	y.nour.send(y.w("tickets.ask.send"), url.Values{"subject": {question}, "body": {" "}, "organisation": {y.org.Ref}, "service": {"files"}}).
		refused("body", y.w("error.required"), map[string]string{"subject": question, "organisation": y.org.Ref, "service": "files"})
	y.nour.send(y.w("tickets.ask.send"), url.Values{"body": {"Nous ne le voyons plus."}}).at(y.at("/tickets/")).status(200).sees(question)
	ticket := y.nour.page.path
	first := y.hasWritten(nourEmail, "ticket_received", 0).Message.Header

	gabin := y.knows("gabin@indie-host.example")
	gabin.visit(y.at("/desk/tickets")).follow(question).status(200).sees("Nous ne le voyons plus.", piedsVerts)
	gabin.send(y.w("tickets.note.save"), url.Values{"note": {inside}}).status(200).sees(inside)
	reply := y.w("tickets.reply.label")
	gabin.sees(reply)
	gabin.sendIn("/replies", url.Values{"reply": {""}, "then": {"waiting_requester"}}).
		refused("reply", y.w("error.required"), map[string]string{"then": "waiting_requester"}).sees(inside)
	gabin.sendIn("/replies", url.Values{"reply": {answer}}).status(200).sees(answer)
	y.keepsTogether(first, y.hasWritten(nourEmail, "ticket_answered", 0).Message.Header)

	y.nour.visit(ticket).status(200).sees(answer).missing("HIBOU")
	y.nour.send(y.w("action.solve"), nil).status(200).missing("HIBOU")
	y.nour.visit(y.at("/o/" + y.org.Ref)).missing(question)
	y.secretIsKept()
}

// keepsTogether demands that mail programs file a letter below the first one.
func (y *story) keepsTogether(first, later mail.Header) {
	y.Helper()
	id := first.Get("Message-Id")
	if id == "" || !strings.Contains(later.Get("References"), id) || later.Get("In-Reply-To") == "" || later.Get("Subject") != first.Get("Subject") {
		y.Errorf("%q (in reply to %q, after %q) is not filed below %q %s", later.Get("Subject"), later.Get("In-Reply-To"), later.Get("References"), first.Get("Subject"), id)
	}
}

// secretIsKept demands that no letter out of the house says what the note says.
func (y *story) secretIsKept() {
	y.Helper()
	for _, m := range y.mails.Letters() {
		if strings.Contains(m.Raw, "HIBOU") && !strings.HasSuffix(m.To, "@indie-host.example") {
			y.Errorf("the note went to %s", m.To)
		}
	}
}
