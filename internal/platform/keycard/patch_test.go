package keycard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestUpdate_LostResponse(t *testing.T) {
	named := func(name string) idp.Application { app := registered(); app.Name = name; return app }
	down := says(503, `{"message":"down"}`)
	for name, tc := range map[string]struct {
		patches, reads []answer
		want           idp.Application
		kind           idp.Kind
		sent           int // 0 means any number
	}{
		"repeated":                    {[]answer{lost(), ok(renamed)}, nil, named("new"), "", 2},
		"unavailable for a moment":    {[]answer{down, down, ok(renamed)}, nil, named("new"), "", 3},
		"carried out":                 {[]answer{lost()}, []answer{ok(renamed)}, named("new"), "", 0},
		"carried out, and shown late": {[]answer{html(200)}, []answer{ok(appBody), ok(appBody), ok(renamed)}, named("new"), "", 1},
		"then turned away":            {[]answer{lost(), says(429, ``)}, []answer{ok(renamed)}, named("new"), "", 0},
		"then refused":                {[]answer{lost(), says(403, `{"message":"no"}`)}, []answer{ok(appBody)}, named("n"), idp.ErrAmbiguous, 2},
		"not carried out":             {[]answer{lost()}, []answer{ok(appBody)}, named("n"), idp.ErrAmbiguous, 0},
		"changed by somebody else":    {[]answer{lost()}, []answer{ok(strings.Replace(appBody, `"name":"n"`, `"name":"theirs"`, 1))}, named("theirs"), idp.ErrAmbiguous, 0},
		"platform is down":            {[]answer{down}, []answer{html(502)}, named("n"), idp.ErrAmbiguous, 0},
		"back after an outage":        {[]answer{down}, []answer{html(502), html(502), html(502), html(502), html(502), html(502), ok(renamed)}, named("new"), "", 0},
		"never unclear":               {[]answer{says(429, ``)}, nil, named("n"), idp.ErrRateLimited, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"PATCH " + app1: tc.patches, getApp: tc.reads})
			after := wanted(idp.ClientSecretBasic)
			after.Name = "new"
			app, err := s.platform().Update(t.Context(), idp.Change{Before: registered(), After: after})
			if tc.kind != "" {
				refusal(t, err, tc.kind)
			} else if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(tc.want, app); diff != "" {
				t.Error(diff)
			}
			if n := strings.Count(s.requests(), "PATCH"); tc.sent != 0 && n != tc.sent {
				t.Errorf("%d requests, want %d", n, tc.sent)
			}
		})
	}
}

func TestUpdate_IdentifierConflict_NamesConflictingApplication(t *testing.T) {
	taken := says(409, `{"message":"taken","code":"conflict"}`)
	own, other := `{"id":"a1","identifier":"taken"}`, `{"id":"a9","identifier":"taken"}`
	for name, lists := range map[string][]answer{
		"at once":          {items(other)},
		"not itself":       {items(own, other)}, // a list can be ahead of a read
		"after a lag":      {ok(empty), ok(empty), items(other)},
		"after an outage":  {html(502), html(502), html(502), html(502), html(502), html(502), items(other)},
		"on another page":  {ok(`{"items":[` + own + `],"pagination":{"after_cursor":"p"}}`), items(other)},
		"unfiltered lists": {items(appBody, other)},
	} {
		t.Run(name, func(t *testing.T) {
			after := wanted(idp.ClientSecretBasic)
			after.Identifier = "taken"
			s := newStub(t, map[string][]answer{"PATCH " + app1: {taken}, getList: lists})
			_, err := s.platform().Update(t.Context(), idp.Change{Before: registered(), After: after})
			e := refusal(t, err, idp.ErrAlreadyExists)
			if e.ExistingID != "a9" || e.Attribute != idp.AttributeIdentifier || strings.Contains(e.Hint, "import") {
				t.Errorf("existing %q, attribute %q, hint: %s", e.ExistingID, e.Attribute, e.Hint)
			}
		})
	}
}
