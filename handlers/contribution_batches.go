package handlers

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"chatiere/models/catalogue"
	"chatiere/models/commons"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// ContributionBatches are lists of contributions that somebody wrote in a spreadsheet.
type ContributionBatches struct{ site Site }

// New is where a list is handed in.
func (h ContributionBatches) New(c echo.Context) error {
	return render(c, views.ContributionBatch(views.ContributionSheetPage{Draft: true}))
}

// Example is a list to begin with.
func (h ContributionBatches) Example(c echo.Context) error {
	return sendCSV(c, "contributions-example", [][]string{commons.SheetHead, views.BatchExample(ctx(c))})
}

// Create shows what the list would do, line by line; sent again with its yes, it goes in as a whole or not at all.
func (h ContributionBatches) Create(c echo.Context) error {
	content, err := listed(c)
	if err != nil {
		return err
	}
	p := views.ContributionSheetPage{Text: strings.TrimPrefix(string(content), store.Mark), Draft: c.FormValue("then") != "send", Looked: true}
	words, err := h.words(c)
	if err != nil {
		return err
	}
	if p.Batch, err = commons.ReadSheet(content, words); err == nil {
		if c.FormValue("sure") != "" {
			err = p.Batch.Log(ctx(c), h.site.DB, me(c), p.Draft)
		} else {
			err = p.Batch.Rehearse(ctx(c), h.site.DB, me(c), p.Draft)
		}
	}
	return h.answer(c, p, err)
}

func (h ContributionBatches) answer(c echo.Context, p views.ContributionSheetPage, err error) error {
	var bad bool
	p.Wrong, bad = store.AsInvalid(err)
	switch {
	case bad || err == nil && !p.Batch.Ready():
		return renderInvalid(c, views.ContributionBatch(p))
	case err != nil:
		return err
	case c.FormValue("sure") == "":
		return render(c, views.ContributionBatch(p))
	}
	h.site.flash(c, "saved")
	return redirect(c, paths.MyContributions(lang(c)))
}

// words are the names that a list may use in the reader's language.
func (h ContributionBatches) words(c echo.Context) (commons.SheetWords, error) {
	w := commons.SheetWords{Kinds: map[string]string{}, Upstreams: map[string]string{}, Visibilities: views.BatchWords(ctx(c)), Lang: lang(c), Cents: func(typed string) int64 { return amountIn(c, typed) }}
	kinds, err := commons.Kinds(ctx(c), h.site.DB)
	if err != nil {
		return w, err
	}
	for _, k := range kinds {
		w.Kinds[strings.ToLower(views.KindCalled(ctx(c), k))] = k.Key
	}
	all, err := catalogue.Upstreams(ctx(c), h.site.DB)
	for _, u := range all {
		w.Upstreams[strings.ToLower(u.Name)] = u.Ref
	}
	return w, err
}

// listed is the list of the form: a file, or what was pasted.
func listed(c echo.Context) ([]byte, error) {
	head, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && head.Size == 0 {
		return []byte(c.FormValue("text")), nil
	}
	if err != nil {
		return nil, err
	}
	f, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, commons.MostSheetBytes+1))
}
