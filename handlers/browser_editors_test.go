package handlers

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// mixed leaves the English sheet of the page with a passage in every state, and returns its address.
func (b *bureau) mixed() string {
	b.t.Helper()
	b.ada.visit(b.path).send("Enregistrer", url.Values{"body": {"Poussez le portillon du **jardin**, ou lisez [l’aide](/fr/help).\n\nEntrez sans frapper chez nous.\n\n## Le chat\n\n- Il dort le matin.\n- Il sort le soir.\n"}})
	b.sheet(b.ada).press("Ouvrir le portillon", "Proposer", url.Values{"target": {"Opening the gate"}})
	b.ada.press("Poussez", "Proposer", url.Values{"target": {"Push the gate of the [1]garden[2], or read [3]the help[4]."}}).status(200)
	b.ada.press("frapper", "Proposer", url.Values{"target": {"Come in without knocking."}})
	b.ada.press("Il dort", "Garder", url.Values{"target": {"It sleeps"}})
	b.sheet(b.eve).press("Ouvrir le portillon", "Approuver", nil)
	b.eve.press("Poussez", "Approuver", nil)
	b.eve.press("frapper", "Envoyer la demande", url.Values{"reason": {"On dirait plutôt « Just walk in »."}})
	b.sheet(b.eve).press("Par où", "Proposer", url.Values{"target": {"Where to come in"}})
	b.ada.visit(b.path).send("Enregistrer", url.Values{"body": {"Poussez le petit portillon du **jardin**, ou lisez [l’aide](/fr/help).\n\nEntrez sans frapper chez nous.\n\n## Le chat\n\n- Il dort le matin.\n- Il sort le soir.\n"}})
	return strings.SplitN(b.sheet(b.ada).page.path, "?", 2)[0]
}

func TestTheEditorsDeskIsReadableByDayByNightAndOnAPhone(t *testing.T) {
	d := newSite(t).bureau(t)
	sheet := d.mixed()
	withBrowser(t, d.server.URL, func(b *browser) {
		b.as(d.ada).visit("/fr/desk/texts").axe().shot("editors/texts").dark().axe().shot("editors/texts-dark").light()
		b.phone().visit("/en/desk/texts").fits().axe().shot("editors/texts-phone").desktop()
		b.visit("/fr/desk/pages/new").axe().shot("editors/choose").visit("/fr/desk/pages/new?kind=guide").press("Ajouter une ligne").sees("Ligne 2").axe().shot("editors/guide")
		b.visit(d.path).press("Mettre en forme").press("Voir l’aperçu").seesIn("#preview", "rien n’est encore enregistré").axe().shot("editors/page").dark().axe().shot("editors/page-dark").light()
		b.holds("the preview has the focus", `document.activeElement.id === "preview-title"`)
		b.phone().visit("/en" + d.path[3:]).fits().axe().shot("editors/page-phone").desktop()
		b.visit(sheet).axe().shot("editors/sheet").dark().axe().shot("editors/sheet-dark").light()
		b.phone().visit("/en" + sheet[3:]).fits().axe().shot("editors/sheet-phone").dark().axe().light()
	})
}

func TestAPassageIsTranslatedInChromium(t *testing.T) {
	d := newSite(t).bureau(t)
	sheet := strings.SplitN(d.sheet(d.ada).page.path, "?", 2)[0]
	withBrowser(t, d.server.URL, func(b *browser) {
		b.as(d.ada).visit(sheet).fill("Passage 4, en anglais", "Come in without knocking.").fill("Passage 3, en anglais", "Push the garden gate.")
		b.holds("the focus is in the third field", `document.activeElement.labels[0].textContent.includes("Passage 3")`)
		b.do("Ctrl + Enter", chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
		b.settle().sees("une autre personne va relire").seesIn("#sheet-progress", "1 à relire")
		b.holds("what is typed elsewhere stays", `[...document.querySelectorAll("textarea")].some((f) => f.value === "Come in without knocking.")`)
		b.holds("the focus is on the news", `document.activeElement.getAttribute("role") === "status"`)
	})
}
