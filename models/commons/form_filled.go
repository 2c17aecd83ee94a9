package commons

import "strconv"

// FormOf is the form as a contribution fills it, to change or to correct it.
func FormOf(c Contribution) Form {
	f := Form{
		Choice: c.Kind.Choice, KindKey: c.KindKey, FromOn: c.FromOn, ToOn: c.ToOn, ForName: c.ForName, Title: c.Title, Body: c.Body,
		Visibility: c.Visibility, Withheld: c.Withheld, Version: c.Version, Seen: c.Written(), Evidence: c.Evidence.URL + c.Evidence.Statement, For: c.ForType,
	}
	for _, file := range c.Files {
		f.Kept = append(f.Kept, file.Ref)
	}
	switch c.Unit {
	case Minutes:
		f.Hours, f.Quarters = strconv.FormatInt(c.Quantity/60, 10), strconv.FormatInt(c.Quantity%60/15*15, 10)
	case Pieces:
		f.Pieces = strconv.FormatInt(c.Quantity, 10)
	case Cents:
		f.Cents = c.Quantity
	}
	switch {
	case c.UpstreamID != nil:
		f.For = "upstream:" + c.Upstream.Ref
	case c.ForType == "organisation":
		f.For = "other"
	}
	if c.OrganisationID != nil {
		f.OnBehalf = c.Organisation.Ref
	}
	return f
}
