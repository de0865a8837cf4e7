package idp

import (
	"strings"
	"testing"
	"time"
)

func TestRule_InvalidValue_ExplainsError(t *testing.T) {
	short := Rule{Max: 5}
	consent := Rule{Values: []string{"required", "implicit"}}
	safe := Rule{Format: FormatSafeText}
	for name, c := range map[string]struct {
		rule  Rule
		value string
		wrong string // a part of the message; "" if the value is valid
	}{
		"no rule":                     {Rule{}, "orders-api", ""},
		"empty":                       {Rule{}, "", "must not be empty"},
		"empty, though not required":  {Rule{Required: false, Format: FormatURI}, "", "leave the attribute out"},
		"only a blank":                {Rule{}, " ", "start or end with spaces"},
		"blank in front":              {Rule{}, " orders", "start or end with spaces"},
		"blank behind":                {Rule{}, "orders ", "start or end with spaces"},
		"heredoc":                     {Rule{}, "orders\n", "ends with a line break; remove it with chomp()"},
		"line end of Windows":         {Rule{}, "orders\r\n", "ends with a line break"},
		"nothing but a line end":      {Rule{}, "\n", "ends with a line break"},
		"lines":                       {Rule{}, "Takes\r\norders", "must be a single line, and has a line break at byte 6"},
		"zero within":                 {Rule{}, "or\x00ders", `control characters, such as the '\x00' at byte 3`},
		"empty and required":          {Rule{Required: true}, "", "must not be empty"},
		"no-break space behind":       {Rule{}, "orders\u00a0", "start or end with spaces"},
		"blanks within":               {Rule{}, "orders  api", ""},
		"longest":                     {short, "abcde", ""},
		"too long":                    {short, "abcdef", "at most 5 characters long, and has 6"},
		"longest, in characters":      {short, "äöü世界", ""},
		"too long, in characters":     {short, "äöü世界!", "has 6"},
		"no limit":                    {Rule{}, strings.Repeat("x", 10000), ""},
		"one of the values":           {consent, "implicit", ""},
		"another value":               {consent, "Required", `must be one of required, implicit, not "Required"`},
		"text with anything":          {Rule{Format: FormatText}, "<b>a b</b>", ""},
		"safe text":                   {safe, "orders & <3 a < b > c äöü", ""},
		"comparison":                  {safe, "1<2>1", ""},
		"tag":                         {safe, "the <b>best</b>", "HTML tags"},
		"closing tag":                 {safe, "best</b >", "HTML tags"},
		"tag in capitals":             {safe, "<SCRIPT src=x>", "HTML tags"},
		"tag over two lines":          {safe, "<a\nhref=x>", "line break at byte"},
		"comment":                     {safe, "a<!-- b -->", "HTML tags"},
		"line end within":             {safe, "a\nb", "line break at byte"},
		"tab within":                  {safe, "a\tb", "control characters"},
		"delete within":               {safe, "a\x7fb", "control characters"},
		"duration":                    {Rule{Longest: 5 * time.Second}, "1.5s", ""},
		"longest duration":            {Rule{Longest: 5 * time.Second}, "5000ms", ""},
		"no duration":                 {Rule{Longest: 5 * time.Second}, "0s", ""},
		"duration without a unit":     {Rule{Longest: 5 * time.Second}, "1", `must be a duration from 0s to 5s such as 1.5s, not "1"`},
		"longer duration":             {Rule{Longest: 5 * time.Second}, "5001ms", "from 0s to 5s"},
		"negative duration":           {Rule{Longest: 5 * time.Second}, "-1ms", "from 0s to 5s"},
		"ID":                          {Rule{Format: FormatID}, "311000000000000001", ""},
		"ID that is a path":           {Rule{Format: FormatID}, "zone/applications", "must not contain any of /"},
		"the limit before the format": {Rule{Max: 3, Format: FormatSafeText}, "<b>bold", "at most 3"},
	} {
		t.Run(name, func(t *testing.T) { check(t, c.rule, c.value, c.wrong) })
	}
}

func check(t *testing.T, r Rule, value, wrong string) {
	t.Helper()
	got := r.Check(value)
	if (got == "") != (wrong == "") || !strings.Contains(got, wrong) {
		t.Errorf("%q: got %q, want %q", value, got, wrong)
	}
}

func TestURIMustBeAbsolute(t *testing.T) {
	for _, fine := range []string{
		"https://example.com", "https://example.com/callback?a=b&c=%20#part", "http://localhost:8080/cb", "http://[::1]:8080/cb",
		"https://*.example.com/cb", "HTTPS://example.com/", "com.example:/cb", "com.example.app://cb", "myapp://",
		"urn:ietf:wg:oauth:2.0:oob", "spiffe://example.com/orders", "mailto:admin@example.com", "https://xn--exmple-cua.com/",
		"https://user@example.com/(a),;b=c'!$*+@:~",
	} {
		check(t, Rule{Format: FormatURI}, fine, "")
	}
	for _, wrong := range []string{"https://example.com/a\tb", "https://example.com/\x00"} {
		check(t, Rule{Format: FormatURI}, wrong, "control characters")
	}
	for _, wrong := range []string{
		"callback", "/callback", "//example.com/cb", "example.com", "example.com/cb", "?a=b", "#part", "https//example.com",
		"https://example.com/a b", "https://example .com/", "https://example.com/a\u00a0b",
		"https://example.com/%zz", "1https://example.com", ":cb", "https://[::1/cb",
		"https://", "https:///callback", "https:callback", "http://:8080/cb",
		"https://exämple.com/", "https://example.com/{id}", `https://example.com\cb`, `C:\callback`, `https://example.com/"a"`,
		"https://example.com/<a>", "https://example.com/a|b", "https://example.com/a^b", "https://example.com/`",
	} {
		check(t, Rule{Format: FormatURI}, wrong, "must be an absolute URI such as https://example.com/callback, not ")
	}
}

func TestOriginHasNoPath(t *testing.T) {
	for _, fine := range []string{"https://example.com", "https://example.com:8443", "http://localhost:3000", "http://[::1]:3000", "capacitor://localhost"} {
		check(t, Rule{Format: FormatOrigin}, fine, "")
	}
	for _, wrong := range []string{
		"example.com", "https://example.com/", "https://example.com/app", "https://example.com?a", "https://example.com#a", "https://u@example.com", "https://", "*", "https://a b",
	} {
		check(t, Rule{Format: FormatOrigin}, wrong, "must be an origin such as https://example.com, without a path")
	}
}
