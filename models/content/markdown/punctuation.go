package markdown

import (
	"strings"
	"unicode"
)

// endMarks maps the marks that end a sentence to their Latin form.
var endMarks = map[rune]rune{
	'.': '.', '!': '!', '?': '?', '…': '…', ':': ':', ';': ';',
	'。': '.', '．': '.', '！': '!', '？': '?', '：': ':', '；': ';', '؟': '?', '؛': ';', '۔': '.', '।': '.',
}

// endPunct fails when source and translation end with different punctuation.
func endPunct(src, tgt string, ctx Context) bool {
	a, _, _ := ending(src, ctx.SourceLang)
	b, _, _ := ending(tgt, ctx.Lang)
	return a != b
}

// ending is the last mark of a text behind its closing quotes and holes, and where it stands.
func ending(text, lang string) (mark rune, from, to int) {
	core := coreOf(text)
	runes := []rune(core)
	if len(runes) == 0 {
		return 0, 0, 0
	}
	last := runes[len(runes)-1]
	switch {
	case strings.HasSuffix(core, "..."):
		return '…', len(core) - 3, len(core)
	case baseOf(lang) == "el" && (last == ';' || last == '\u037E'):
		return '?', len(core) - len(string(last)), len(core)
	case endMarks[last] != 0:
		return endMarks[last], len(core) - len(string(last)), len(core)
	}
	return 0, len(core), len(core)
}

// coreOf drops trailing spaces, holes and closing quotes or brackets.
func coreOf(text string) string {
	for {
		short := strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`)]}»"”’'`, r) })
		if marks := holeMark.FindAllStringIndex(short, -1); len(marks) > 0 && marks[len(marks)-1][1] == len(short) {
			short = short[:marks[len(marks)-1][0]]
		}
		if short == text {
			return text
		}
		text = short
	}
}

// fixEnd gives the translation the ending of its source.
func fixEnd(src, tgt string, ctx Context) string {
	want, _, end := ending(src, ctx.SourceLang)
	have, from, to := ending(tgt, ctx.Lang)
	if want == have {
		return tgt
	}
	head, tail := strings.TrimRightFunc(tgt[:from], unicode.IsSpace), tgt[to:]
	if have == 0 && end == len(strings.TrimSpace(src)) {
		head, tail = strings.TrimRightFunc(tgt, unicode.IsSpace), ""
	}
	return spaceFrench(head+endingIn(ctx.Lang, want)+tail, ctx)
}

// endingIn writes a mark the way of a language.
func endingIn(lang string, mark rune) string {
	local := map[string]string{
		"zh": "。！？：；", "ja": "。！？：；",
		"ar": ".!؟:؛", "fa": ".!؟:؛", "el": ".!;:·",
	}[baseOf(lang)]
	if i := strings.IndexRune(".!?:;", mark); i >= 0 && local != "" {
		return string([]rune(local)[i])
	}
	if mark == 0 {
		return ""
	}
	return string(mark)
}
