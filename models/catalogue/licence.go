package catalogue

import (
	"regexp"
	"strings"

	"chatiere/models/store"
)

// spdx is the shape of a licence expression (SPDX 2.3, annex D), without brackets.
var spdx = regexp.MustCompile(`^[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*$`)

// checkLicence asks for identifiers of libre licences. One that the list does not name is written LicenseRef-… (SPDX 2.3, clause 10).
func checkLicence(wrong store.Invalid, expression string) {
	if !spdx.MatchString(expression) {
		wrong.Add("licence", "error.licence")
		return
	}
	words := strings.Fields(expression)
	for i, word := range words {
		exception := i > 0 && words[i-1] == "WITH"
		if i%2 == 0 && !exception && !libre[strings.TrimSuffix(word, "+")] && !strings.HasPrefix(word, "LicenseRef-") {
			wrong.Add("licence", "error.licence_unknown", "Licence", word)
		}
	}
}

// Libre reports whether every part of a licence expression is on the list: one written LicenseRef-… is not known to anybody.
func Libre(expression string) bool {
	words := strings.Fields(expression)
	for i, word := range words {
		exception := i > 0 && words[i-1] == "WITH"
		if i%2 == 0 && !exception && !libre[strings.TrimSuffix(word, "+")] {
			return false
		}
	}
	return len(words) > 0
}

// libre are the licences of spdx.org/licenses that the OSI approves or the FSF calls free, as far as software that one hosts uses them.
var libre = func() map[string]bool {
	all := map[string]bool{}
	for _, id := range strings.Fields(libreLicences) {
		all[id] = true
	}
	return all
}()

const libreLicences = `
0BSD AAL AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AGPL-1.0-only AGPL-1.0-or-later AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later
Apache-1.0 Apache-1.1 Apache-2.0 APSL-2.0 Artistic-1.0 Artistic-1.0-Perl Artistic-2.0 BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause
BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 CAL-1.0 CC-BY-4.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0
CDDL-1.1 CECILL-2.0 CECILL-2.1 CECILL-B CECILL-C CERN-OHL-P-2.0 CERN-OHL-S-2.0 CERN-OHL-W-2.0 ClArtistic CPAL-1.0 CPL-1.0
ECL-2.0 EFL-2.0 EPL-1.0 EPL-2.0 EUDatagrid EUPL-1.1 EUPL-1.2 FSFAP FTL GFDL-1.3-only GFDL-1.3-or-later GPL-1.0-only
GPL-1.0-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only GPL-3.0-or-later HPND ICU IJG Imlib2 IPL-1.0 ISC
LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only LGPL-3.0-or-later LPL-1.02
LPPL-1.3c MirOS MIT MIT-0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-PL MS-RL MulanPSL-2.0 NCSA NPOSL-3.0 ODbL-1.0
OFL-1.1 OLDAP-2.8 OpenSSL OSL-2.1 OSL-3.0 PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 QPL-1.0 Ruby SGI-B-2.0 Sleepycat SPL-1.0
Unicode-3.0 Unlicense UPL-1.0 Vim W3C WTFPL X11 XFree86-1.1 Zend-2.0 Zlib ZPL-2.0 ZPL-2.1`
