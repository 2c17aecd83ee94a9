package handlers

import (
	"chatiere/models/people"

	"github.com/labstack/echo/v4"
)

// offering is what one can do in a few minutes, and what one gets for having done it: a certificate, and the sum of a year.
func (s Site) offering(e *echo.Echo) {
	tasks, certificates, stewards := Tasks{s}, Certificates{s}, []people.Role{people.Steward, people.Operator, people.Accountant}
	e.GET("/:lang/contributions/tasks", tasks.Index, everyone)
	e.GET("/:lang/contributions/tasks.csv", tasks.Export, everyone)
	e.GET("/:lang/contributions/tasks/new", tasks.New, staff(stewards...))
	e.POST("/:lang/contributions/tasks", tasks.Create, staff(stewards...))
	e.GET("/:lang/contributions/tasks/:ref", tasks.Show, everyone)
	e.POST("/:lang/contributions/tasks/:ref", tasks.Update, staff(stewards...))
	e.GET("/:lang/contributions/tasks/:ref/edit", tasks.Edit, staff(stewards...))
	e.POST("/:lang/contributions/tasks/:ref/taking", TaskTakings{s}.Create, members)
	e.POST("/:lang/contributions/tasks/:ref/taking/end", TaskTakings{s}.Destroy, members)
	e.POST("/:lang/contributions/tasks/:ref/closure", TaskClosures{s}.Create, staff(stewards...))
	e.POST("/:lang/contributions/tasks/:ref/closure/end", TaskClosures{s}.Destroy, staff(stewards...))
	e.GET("/:lang/contributions/years/:year", GivenYears{s}.Show, members)
	e.GET("/:lang/contributions/certificates", certificates.Index, members)
	e.POST("/:lang/contributions/certificates", certificates.Create, members)
	e.GET("/:lang/contributions/certificates/:token/pdf", certificates.PDF, members)
	e.GET("/:lang/contributions/certificates/:token/text", CertificateTexts{s}.Show, members)
	e.POST("/:lang/contributions/certificates/:token/replacement", CertificateReplacements{s}.Create, members)
	e.POST("/:lang/contributions/certificates/:token/revocation", CertificateRevocations{s}.Create, members)
	e.GET("/certificates/:token", CertificateChecks{s}.Index, everyone)
	e.GET("/:lang/certificates/:token", CertificateChecks{s}.Show, everyone)
}
