package zitadel

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestPageOfAccounts_ShowsWhatSingleReadsShow(t *testing.T) {
	var sent map[string]any
	f := serve(t, routes{callUsers: only(keep(&sent, file(t, "search_users.json"))), callUser: only(file(t, "get_user.json"))})
	p := f.platform(t)
	page, err := p.Page(t.Context(), idp.Scope{}, "")
	if err != nil || len(page.Applications) != 2 || page.Total != 2 || page.Next != "" {
		t.Fatalf("%d service accounts of %d, then %q, %v", len(page.Applications), page.Total, page.Next, err)
	}
	known := existingAccount()
	known.ClientSecret = ""
	read, err := p.Get(t.Context(), known)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(read, page.Applications[0]); diff != "" {
		t.Error(diff)
	}
	own := page.Applications[1]
	if own.ClientID != "admin-sa@acme.example.com" || own.AccessTokenType != idp.TokenJWT || !own.Disabled || own.AuthMethod != idp.PrivateKeyJWT {
		t.Errorf("got %v", own)
	}
	want := map[string]any{
		"query":   map[string]any{"offset": "0", "limit": 1000.0},
		"queries": []any{map[string]any{"typeQuery": map[string]any{"type": "TYPE_MACHINE"}}},
	}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Error(diff)
	}
}

func TestPageOfAccounts_OneOfAnUnknownKindIsListedAsUnmanaged(t *testing.T) {
	f := serve(t, routes{callUsers: only(reply(200, `{"details":{},"result":[
		{"id":"7", "details":{}, "userName":"x", "machine":{"accessTokenType":"ACCESS_TOKEN_TYPE_X"}}, {"id":"a/b", "userName":"y", "machine":{}}]}`))})
	page, err := f.platform(t).Page(t.Context(), idp.Scope{}, "")
	if err != nil || len(page.Applications) != 1 || page.Applications[0].Unmanaged == "" || page.Applications[0].ID != "7" {
		t.Errorf("got %v, %v", page.Applications, err)
	}
}

func TestPageOfAccounts_AnswerThatIsNoListIsAnError(t *testing.T) {
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		kind   idp.Kind
	}{
		"nothing":       {reply(200, `{}`), idp.ErrUnexpected},
		"a page":        {page(200), idp.ErrUnexpected},
		"not permitted": {notPermitted(), idp.ErrForbidden},
		"down":          {page(502), idp.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := serve(t, routes{callUsers: only(tc.answer)}).platform(t).Page(t.Context(), idp.Scope{}, "")
			refusalOf(t, err, tc.kind)
		})
	}
}
