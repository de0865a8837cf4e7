package main

import (
	"bytes"
	"strings"
	"testing"
)

// output is the output of govulncheck: one vulnerability in a required module, one in an imported package, and three that
// are reached.
const output = `
{"config": {"go_version": "go1.26.10"}}
{"progress": {"message": "Checking"}}
{"osv": {"id": "GO-1", "summary": "Required"}}
{"osv": {"id": "GO-2", "summary": "Imported"}}
{"osv": {"id": "GO-3", "summary": "Reached"}}
{"osv": {"id": "GO-4", "summary": "Reached and unfixed"}}
{"osv": {"id": "GO-5", "summary": "In the standard library"}}
{"finding": {"osv": "GO-1", "fixed_version": "v1.2.3", "trace": [{"module": "example.com/a", "version": "v1.0.0"}]}}
{"finding": {"osv": "GO-2", "fixed_version": "v1.2.3", "trace": [{"module": "example.com/a", "version": "v1.0.0", "package": "example.com/a/b"}]}}
{"finding": {"osv": "GO-5", "fixed_version": "v1.26.11", "trace": [{"module": "stdlib", "version": "v1.26.10", "package": "net/http", "function": "Do", "receiver": "*Client"}]}}
{"finding": {"osv": "GO-4", "trace": [{"module": "example.com/a", "version": "v1.0.0", "package": "example.com/a", "function": "F"}]}}
`

const fixable = `{"finding": {"osv": "GO-3", "fixed_version": "v1.2.3", "trace": [{"module": "example.com/a", "version": "v1.0.0", "package": "example.com/a", "function": "G"}, {"package": "main", "function": "main"}]}}`

func TestReachedVulnerability_WithFix_FailsReport(t *testing.T) {
	const (
		standard = "GO-5  stdlib v1.26.10 (fixed in v1.26.11), through net/http.*Client.Do: In the standard library\n"
		unfixed  = "known: GO-4  example.com/a v1.0.0 (no fix is known), through example.com/a.F: Reached and unfixed\n"
		reached  = "TO FIX: GO-3  example.com/a v1.0.0 (fixed in v1.2.3), through example.com/a.G: Reached\n"
	)
	for name, c := range map[string]struct {
		output string
		judge  bool
		bad    bool
		want   string
	}{
		"a fix":                        {output + fixable, false, true, reached + unfixed + "not judged: " + standard},
		"a fix in the release's Go":    {output, true, true, unfixed + "TO FIX: " + standard},
		"a fix for the installed Go":   {output, false, false, unfixed + "not judged: " + standard},
		"nothing that the binary runs": {strings.Split(output, `{"finding": {"osv": "GO-5"`)[0], true, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := read(strings.NewReader(c.output))
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if bad := report(&out, found, c.judge); bad != c.bad || !strings.HasPrefix(out.String(), c.want) {
				t.Errorf("bad: %t\n%s\nwant %t\n%s", bad, out.String(), c.bad, c.want)
			}
		})
	}
}

func TestScanThatReadNoReports_IsAnError(t *testing.T) {
	for _, output := range []string{"", `{"config": {}}`, `{"config": {}} {"osv"`, "no JSON"} {
		if found, err := read(strings.NewReader(output)); err == nil {
			t.Errorf("%q: found %v", output, found)
		}
	}
}
