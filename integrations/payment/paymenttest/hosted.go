package paymenttest

import (
	"fmt"
	"html"
	"net/http"
	"strings"
)

// hosted is the page on which a person pays: one button for each means of payment, and one to go back.
func (s *Server) hosted(w http.ResponseWriter, r *http.Request) {
	id := SessionAt(r.URL.Path)
	s.mu.Lock()
	o := s.objects[id]
	open := o != nil && o["status"] == "open"
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if !open {
		w.WriteHeader(http.StatusGone)
		fmt.Fprint(w, page("This page is over", ""))
		return
	}
	if r.Method != http.MethodPost {
		fmt.Fprint(w, page("Pay", s.buttons(o, "")))
		return
	}
	if r.FormValue("means") == "back" {
		http.Redirect(w, r, text(o["cancel_url"]), http.StatusSeeOther)
		return
	}
	if to := s.Pay(id, meansOf(r.FormValue("means"))); to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	fmt.Fprint(w, page("Pay", s.buttons(o, "<p role=alert>Your card was declined.</p>")))
}

func (s *Server) buttons(o object, said string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	b.WriteString(said)
	if total := whole(o["amount_total"]); total > 0 {
		fmt.Fprintf(&b, "<p>%d.%02d %s</p>", total/100, total%100, html.EscapeString(strings.ToUpper(text(o["currency"]))))
	}
	b.WriteString(`<form method="post">`)
	for _, m := range AllMeans {
		for _, kind := range o["payment_method_types"].([]string) {
			if m.Kind == kind {
				fmt.Fprintf(&b, `<p><button name="means" value="%s">%s %s</button></p>`, m.Number, m.Kind, m.Number)
			}
		}
	}
	b.WriteString(`<p><button name="means" value="back">back</button></p></form>`)
	return b.String()
}

func page(title, body string) string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>` + title + `</title></head><body><main><h1>` +
		title + `</h1>` + body + `</main></body></html>`
}
