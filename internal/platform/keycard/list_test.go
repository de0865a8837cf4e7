package keycard

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	getApps  = "GET " + apps
	getCreds = "GET " + creds
)

// collect returns the applications that a list yields before its error.
func collect(t *testing.T, p *Platform, zone string) (listed []idp.Application, err error) {
	t.Helper()
	for app, err := range idp.List(t.Context(), p, idp.Scope{ZoneID: zone}) {
		if err != nil {
			return listed, err
		}
		listed = append(listed, app)
	}
	return listed, nil
}

func appItem(id string, more ...string) string {
	return strings.Replace(appBody, `"a1"`, `"`+id+`"`+strings.Join(more, ""), 1)
}

func credItem(id, app, kind, created string) string {
	return `{"id":"` + id + `","type":"` + kind + `","application_id":"` + app + `","identifier":"client-` + id + `","created_at":"` + created + `"}`
}

func listOf(more string, items ...string) answer {
	return ok(`{"items":[` + strings.Join(items, ",") + `]` + more + `}`)
}

func next(cursor string) string { return `,"pagination":{"after_cursor":"` + cursor + `"}` }

func TestListHasEachApplicationOnceWithItsNewestCredential(t *testing.T) {
	s := newStub(t, map[string][]answer{
		getApps: {
			listOf(next("one"), appItem("a1"), appItem("theirs", `,"owner_type":"platform"`)),
			listOf(`,"pagination":{"after_cursor":null}`, appItem("a1"), appItem("a2"), appItem("a3"), appItem("..")),
		},
		getCreds: {
			listOf(next("two"), credItem("new", "a1", "password", "2026-05-06T00:00:00Z"), credItem("old", "a1", "password", "2026-05-05T00:00:00Z")),
			listOf(`,"pagination":null`, credItem("key", "a3", "public-key", "2026-05-07T00:00:00Z"), credItem("c2", "a2", "password", "2026-05-05T00:00:00Z")),
		},
	})
	listed, err := collect(t, s.platform(), "z")
	if err != nil {
		t.Fatal(err)
	}
	want := func(id, credential string) idp.Application {
		app := registered()
		app.ID, app.CredentialID, app.ClientID, app.ClientSecret = id, credential, "client-"+credential, ""
		return app
	}
	none := bare(idp.PrivateKeyJWT)
	none.ID = "a3"
	if len(listed) != 4 || listed[0].ID != "theirs" || listed[0].Unmanaged != "Keycard's own" {
		t.Fatalf("listed %v", listed)
	}
	if diff := cmp.Diff([]idp.Application{want("a1", "new"), want("a2", "c2"), none}, listed[1:]); diff != "" {
		t.Error(diff)
	}
	if got, want := s.requests(), lines(
		getApps+"?limit=100", getCreds+"?limit=100", getApps+"?limit=100&after=one", getCreds+"?limit=100&after=two",
	); got != want {
		t.Errorf("sent\n%s\nwant\n%s", got, want)
	}
}

func TestList_OlderService_FollowsCursor(t *testing.T) {
	s := newStub(t, map[string][]answer{
		getApps: {
			listOf(`,"page_info":{"has_next_page":true,"end_cursor":"one"}`, appItem("a1")),
			listOf(`,"page_info":{"has_next_page":false,"end_cursor":"two"}`, appItem("a2")),
		},
		getCreds: {listOf(``)},
	})
	listed, err := collect(t, s.platform(), "z")
	if err != nil || len(listed) != 2 || !strings.Contains(s.requests(), getApps+"?limit=100&cursor=one") {
		t.Errorf("%d applications, %v, sent\n%s", len(listed), err, s.requests())
	}
}

func TestPagesAreOneRequestEachAndShowAllCredentials(t *testing.T) {
	s := newStub(t, map[string][]answer{
		getApps: {listOf(next("one"), appItem("a1")), listOf(next("two"), appItem("a2")), listOf(``, appItem("a3"))},
		getCreds: {
			listOf(``, credItem("c1", "a1", "password", ""), credItem("c2", "a1", "password", ""), credItem("c3", "a1", "url", "")),
		},
	})
	var seen []string
	p, sent, cursor := s.platform(), 0, ""
	for ok := true; ok; ok = cursor != "" {
		page, err := p.Page(t.Context(), idp.Scope{ZoneID: "z"}, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, app := range page.Applications {
			seen = append(seen, app.ID)
		}
		for _, c := range page.Credentials {
			seen = append(seen, c.ID+" of "+c.ApplicationID+" is "+c.ClientID)
		}
		if sent++; strings.Count(s.requests(), "GET") != sent {
			t.Errorf("page %d, and sent\n%s", sent, s.requests())
		}
		cursor = page.Next
	}
	if diff := cmp.Diff([]string{"a1", "c1 of a1 is client-c1", "c2 of a1 is client-c2", "c3 of a1 is client-c3", "a2", "a3"}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestPage_RepeatedCursor_Ends(t *testing.T) {
	s := newStub(t, map[string][]answer{getApps: {listOf(next("same"))}, getCreds: {listOf(next("same"))}})
	p, cursor := s.platform(), ""
	for range 4 {
		page, err := p.Page(t.Context(), idp.Scope{ZoneID: "z"}, cursor)
		if err != nil {
			t.Fatal(err)
		}
		cursor = page.Next
	}
	if cursor != "" {
		t.Errorf("lists whose cursors do not advance go on at %s", cursor)
	}
	_, err := p.Page(t.Context(), idp.Scope{ZoneID: "z"}, "no cursor")
	if e, ok := errors.AsType[*idp.Error](err); !ok || e.Kind != idp.ErrInvalid {
		t.Errorf("got %v", err)
	}
}

func TestList_Fails_ExplainsError(t *testing.T) {
	for name, tc := range map[string]struct {
		apps, creds answer
		zone        string
		kind        idp.Kind
	}{
		"no zone":           {ok(``), ok(``), "..", idp.ErrInvalid},
		"gone zone":         {says(404, `{"message":"Zone not found"}`), ok(``), "z", idp.ErrInvalid},
		"no list":           {ok(`{}`), listOf(``), "z", idp.ErrUnexpected},
		"web page":          {html(200), listOf(``), "z", idp.ErrUnexpected},
		"credentials fail":  {listOf(``, appItem("a1")), says(403, ``), "z", idp.ErrForbidden},
		"credentials break": {listOf(``, appItem("a1")), lost(), "z", idp.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{
				"GET /zones/" + tc.zone + "/applications": {tc.apps}, "GET /zones/" + tc.zone + "/application-credentials": {tc.creds},
			})
			listed, err := collect(t, s.platform(), tc.zone)
			refusal(t, err, tc.kind)
			if len(listed) > 0 {
				t.Error("applications were listed whose credentials are not known")
			}
		})
	}
}
