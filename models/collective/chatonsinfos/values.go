package chatonsinfos

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The separators that we write (the specification says one, its published sample of metrics the other); both are read.
const (
	ValueSeparator  = ";"
	MetricSeparator = ","
)

const (
	dateForm     = "2006-01-02"
	dateTimeForm = "2006-01-02T15:04:05"
)

var (
	emailForm   = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
	numberForm  = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	degreeForm  = regexp.MustCompile(`^[+-]?\d+[,.]\d{1,8}$`)
	countryForm = regexp.MustCompile(`^[A-Z]{2}$`)
)

// longest are the most items of a list.
var longest = map[string]int{"MONTHS": 12, "WEEKS": 52, "DAYS": 366}

// Fits reports whether a value is of a type (section 3 of the specification).
func Fits(kind, value string) bool {
	switch kind {
	case "URL":
		return address(value)
	case "EMAIL":
		return emailForm.MatchString(value)
	case "DATE":
		return day(value)
	case "DATETIME":
		_, err := time.Parse(dateTimeForm, value)
		return err == nil
	case "NUMERIC":
		return numberForm.MatchString(value)
	case "DECIMAL_DEGREE":
		return degreeForm.MatchString(value)
	case "NUMERICS", "MONTHS", "WEEKS", "DAYS":
		for _, item := range Items(value) {
			if item != "" && !numberForm.MatchString(item) {
				return false
			}
		}
	}
	return true
}

func day(value string) bool {
	_, err := time.Parse(dateForm, value)
	return err == nil
}

// address reports whether it is an absolute address of the web.
func address(value string) bool {
	u, err := url.Parse(value)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(value, " \t\n")
}

// Items are the items of a list, whichever separator it uses.
func Items(value string) []string {
	separator := MetricSeparator
	if strings.Contains(value, ValueSeparator) {
		separator = ValueSeparator
	}
	all := strings.Split(value, separator)
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

// Degrees reads decimal degrees, with a point or a comma.
func Degrees(value string) (float64, bool) {
	if !degreeForm.MatchString(value) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
	return n, err == nil
}

// Moment is a time as file.datetime writes it: in the zone given, without saying which.
func Moment(at time.Time, in *time.Location) string { return at.In(in).Format(dateTimeForm) }

// digits are what figures become in keys of subs, which have letters and low lines only.
var digits = strings.NewReplacer("0", "_zero_", "1", "_one_", "2", "_two_", "3", "_three_", "4", "_four_", "5", "_five_", "6", "_six_", "7", "_seven_", "8", "_eight_", "9", "_nine_", "-", "_")

// SubKey is the key of subs for a service with that slug.
func SubKey(slug string) string {
	return strings.Join(strings.FieldsFunc(digits.Replace(slug), func(r rune) bool { return r == '_' }), "_")
}

// Pairs reports whether a kind of provider goes with a kind of server (section 4 of the specification).
func Pairs(provider, server string) bool {
	switch server {
	case "NANO":
		return provider == "HOME" || provider == "HOSTEDBAY"
	case "PHYSICAL":
		return provider != "OUTSOURCED"
	}
	return true
}

// LicencePage is the page of a licence in the list of SPDX.
func LicencePage(id string) string { return "https://spdx.org/licenses/" + id + ".html" }

// countries are those of ISO 3166-1, two letters each.
const countries = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`

// Country reports whether a code is one of ISO 3166-1.
func Country(code string) bool {
	return countryForm.MatchString(code) && strings.Contains(" "+countries+" ", " "+code+" ")
}
