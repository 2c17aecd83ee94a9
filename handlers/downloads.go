package handlers

import (
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// attach sends bytes as a file to keep, never as a page: whatever they hold stays harmless (quality.md 4.1 line 35).
func attach(c echo.Context, name, mediaType string, content []byte) error {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set(echo.HeaderCacheControl, "private, no-store")
	h.Set(echo.HeaderContentDisposition, disposition(name))
	return c.Blob(http.StatusOK, mediaType, content)
}

// disposition names the file by RFC 6266, without line breaks, quotes or marks that turn the reading direction.
func disposition(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < 32 || r == 127 || r == '"' || r == '\\' || r == '/' || r >= 0x200e && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, name)
	if value := mime.FormatMediaType("attachment", map[string]string{"filename": name}); value != "" {
		return value
	}
	return "attachment"
}
