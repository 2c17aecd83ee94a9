package handlers

import (
	"errors"
	"io"
	"net/http"

	"chatiere/models/billing"
	"chatiere/models/billing/statement"
	"chatiere/models/people"
	"chatiere/models/store"
	"chatiere/views"
	"chatiere/views/paths"

	"github.com/labstack/echo/v4"
)

// BankStatements are the files of the bank.
type BankStatements struct{ site Site }

// Index lists them.
func (h BankStatements) Index(c echo.Context) error {
	page, err := billing.Statements(ctx(c), h.site.DB, me(c), store.FromKey(c.QueryParam("after")))
	if err != nil {
		return err
	}
	return render(c, views.BankStatements(page))
}

// Create keeps a file and shows what is in it.
func (h BankStatements) Create(c echo.Context) error {
	up, err := uploaded(c, "file")
	if err != nil {
		return err
	}
	s, err := billing.ReceiveStatement(ctx(c), h.site.DB, me(c), up)
	if wrong, bad := store.AsInvalid(err); bad {
		return Bank(h).draw(c, http.StatusUnprocessableEntity, wrong)
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.BankStatement(lang(c), s))
}

// uploaded is the file of a form; none is an empty one.
func uploaded(c echo.Context, field string) (billing.Upload, error) {
	head, err := c.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return billing.Upload{}, nil
	}
	if err != nil {
		return billing.Upload{}, err
	}
	f, err := head.Open()
	if err != nil {
		return billing.Upload{}, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, statement.MaxBytes+1))
	return billing.Upload{Name: head.Filename, Content: content}, err
}

// Show draws a file: before its lines come in, how it is read and what of it is new; after, what came in.
func (h BankStatements) Show(c echo.Context) error {
	s, err := billing.FindStatement(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return h.draw(c, http.StatusOK, s, s.MappingFilled(), nil)
}

func (h BankStatements) draw(c echo.Context, status int, s billing.BankStatement, form billing.MappingForm, wrong store.Invalid) error {
	p := views.BankStatementPage{Statement: s, Form: form, Wrong: wrong, Acts: me(c).Is(people.Operator), Ours: host(c).IBAN}
	var err error
	if s.State == billing.Imported {
		p.Lines, err = s.LinesOf(ctx(c), h.site.DB, views.BankShown)
	} else {
		p.Reading, err = s.Read(ctx(c), h.site.DB)
	}
	if err != nil {
		return err
	}
	return renderStatus(c, status, views.BankStatement(p))
}

// BankMappings say how files are read.
type BankMappings struct{ site Site }

// Update reads the file another way.
func (h BankMappings) Update(c echo.Context) error {
	s, err := billing.FindStatement(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.MappingForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	err = s.Map(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return BankStatements(h).draw(c, http.StatusUnprocessableEntity, s, form, wrong)
	}
	if err != nil {
		return err
	}
	return redirect(c, paths.BankStatement(lang(c), s))
}

// BankImports bring the lines of a file in.
type BankImports struct{ site Site }

// Create brings them in.
func (h BankImports) Create(c echo.Context) error {
	s, err := billing.FindStatement(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	var form billing.ImportForm
	if err := c.Bind(&form); err != nil {
		return err
	}
	_, err = s.Import(ctx(c), h.site.DB, me(c), form)
	if wrong, bad := store.AsInvalid(err); bad {
		return BankStatements(h).draw(c, http.StatusUnprocessableEntity, s, s.MappingFilled(), wrong)
	}
	if err != nil {
		return err
	}
	h.site.flash(c, "bank_imported")
	return redirect(c, paths.Bank(lang(c)))
}

// BankDiscards throw files away.
type BankDiscards struct{ site Site }

// Create throws one away whose lines did not come in.
func (h BankDiscards) Create(c echo.Context) error {
	s, err := billing.FindStatement(ctx(c), h.site.DB, me(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := s.Discard(ctx(c), h.site.DB, me(c)); err != nil {
		return err
	}
	h.site.flash(c, "bank_discarded")
	return redirect(c, paths.Bank(lang(c)))
}
