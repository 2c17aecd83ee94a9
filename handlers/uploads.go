package handlers

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"

	"chatiere/models/files"
	"chatiere/models/identity"
	"chatiere/models/store"

	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

// maxUploads is how much all files of one form may weigh together, in bytes (quality.md 4.5).
const maxUploads = 25 << 20

// uploads keeps the files of a form's field as drafts of the person and returns them after those kept earlier, whose refs came
// back in the field drafts. So they survive a form that has to be filled in again. What is wrong is said at the field.
func (s Site) uploads(c echo.Context, field, drafts string) ([]files.File, store.Invalid, error) {
	form, err := c.MultipartForm()
	if errors.Is(err, http.ErrNotMultipart) {
		values, err := c.FormParams()
		if err != nil {
			return nil, nil, err
		}
		kept, err := files.Drafts(ctx(c), s.DB, me(c).ID, values[drafts])
		return kept, nil, err
	}
	if err != nil {
		return nil, nil, err
	}
	sent := slices.DeleteFunc(form.File[field], func(h *multipart.FileHeader) bool { return h.Filename == "" })
	kept, err := files.Drafts(ctx(c), s.DB, me(c).ID, form.Value[drafts])
	if err != nil || len(sent) == 0 {
		return kept, nil, err
	}
	if err := s.mayUpload(c); err != nil {
		return nil, nil, err
	}
	return s.keep(c, field, kept, sent)
}

// mayUpload slows down who fills the store with files that nobody asked for.
func (s Site) mayUpload(c echo.Context) error {
	key := identity.Address(neighbourhood(c.RealIP()))
	if me(c).SignedIn() {
		key = identity.Account(me(c).Ref)
	}
	wait, err := identity.Allow(ctx(c), s.DB, identity.Uploading, key)
	if err == nil && wait > 0 {
		err = tooMany{wait}
	}
	return err
}

func (s Site) keep(c echo.Context, field string, kept []files.File, sent []*multipart.FileHeader) ([]files.File, store.Invalid, error) {
	wrong := store.Invalid{}
	var sum int64
	for _, f := range kept {
		sum += f.Size
	}
	for _, head := range sent {
		sum += head.Size
		if len(kept) == files.MaxCount {
			wrong.Add(field, "error.file_count", "Max", files.MaxCount)
			break
		}
		if sum > maxUploads {
			wrong.Add(field, "error.files_size", "Max", maxUploads>>20)
			break
		}
		f, err := s.draft(c, head)
		if said, ok := store.AsInvalid(err); ok {
			for _, w := range said {
				wrong[field] = w
			}
			continue
		}
		if err != nil {
			return kept, nil, err
		}
		kept = append(kept, f)
	}
	return kept, wrong, nil
}

// draft keeps one file.
func (s Site) draft(c echo.Context, head *multipart.FileHeader) (kept files.File, err error) {
	if head.Size > files.MaxSize { // refused before it is read
		return kept, store.Invalid{"files": {Key: "error.file_size", Args: map[string]any{"Name": head.Filename, "Max": files.MaxSize >> 20}}}
	}
	f, err := head.Open()
	if err != nil {
		return kept, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, files.MaxSize+1))
	if err != nil {
		return kept, err
	}
	err = store.InTx(ctx(c), s.DB, func(tx *gorm.DB) error {
		kept, err = files.Keep(ctx(c), tx, files.Upload{Name: head.Filename, Content: content, ByID: me(c).ID})
		return err
	})
	return kept, err
}

// refsOf are the references of files.
func refsOf(all []files.File) []string {
	refs := make([]string, len(all))
	for i, f := range all {
		refs[i] = f.Ref
	}
	return refs
}
