package keycard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	site   = "https://agent.example.test/client.json"
	caller = "system:serviceaccount:agents:billing"
)

// of returns a credential of application a1.
func of(kind idp.CredentialKind) idp.Credential {
	c := idp.Credential{Scope: idp.Scope{ZoneID: "z"}, ApplicationID: "a1", Kind: kind}
	switch kind {
	case idp.CredentialPublicKey:
		c.JWKSURI = jwks
	case idp.CredentialWorkloadIdentity:
		c.ProviderID, c.Subject = "p1", caller
	case idp.CredentialURL:
		c.ClientID = site
	case idp.CredentialPublic:
		c.ClientID = "spa"
	default:
	}
	return c
}

// answered returns a credential as the API returns it.
func answered(id string, c idp.Credential) string {
	for kind, name := range kinds {
		if name == c.Kind {
			identifier := c.ClientID
			if c.Kind == idp.CredentialWorkloadIdentity {
				identifier = c.Subject
			}
			return fmt.Sprintf(`{"id":%q,"type":%q,"application_id":"a1","identifier":%q,"jwks_uri":%q,"provider_id":%q,"subject":%q,"created_at":"2026-05-04T09:31:00.000Z"}`,
				id, kind, identifier, c.JWKSURI, c.ProviderID, c.Subject)
		}
	}
	return ""
}

func TestIssue_EachKind_SendsRequiredFields(t *testing.T) {
	chosen := func(c idp.Credential) idp.Credential { c.ClientID = "x"; return c }
	anybody := of(idp.CredentialWorkloadIdentity)
	anybody.Subject = ""
	unnamed := of(idp.CredentialPublic)
	unnamed.ClientID = ""
	named := of(idp.CredentialClientSecret)
	named.ClientID = "billing"
	for name, tc := range map[string]struct {
		wanted idp.Credential
		made   idp.Credential
		method idp.AuthMethod
		body   string
	}{
		"client_secret":       {of(idp.CredentialClientSecret), chosen(of(idp.CredentialClientSecret)), idp.ClientSecretBasic, `{"application_id":"a1","identifier":"x","type":"password"}`},
		"client_secret named": {named, named, idp.ClientSecretBasic, `{"application_id":"a1","identifier":"billing","type":"password"}`},
		"public_key":          {of(idp.CredentialPublicKey), chosen(of(idp.CredentialPublicKey)), idp.PrivateKeyJWT, `{"application_id":"a1","identifier":"x","jwks_uri":"` + jwks + `","type":"public-key"}`},
		"workload_identity":   {of(idp.CredentialWorkloadIdentity), of(idp.CredentialWorkloadIdentity), idp.PrivateKeyJWT, `{"application_id":"a1","provider_id":"p1","subject":"` + caller + `","type":"token"}`},
		"any subject":         {anybody, anybody, idp.PrivateKeyJWT, `{"application_id":"a1","provider_id":"p1","type":"token"}`},
		"url":                 {of(idp.CredentialURL), of(idp.CredentialURL), idp.PrivateKeyJWT, `{"application_id":"a1","identifier":"` + site + `","type":"url"}`},
		"public":              {of(idp.CredentialPublic), of(idp.CredentialPublic), idp.NoAuth, `{"application_id":"a1","identifier":"spa","type":"public"}`},
		"public, unnamed":     {unnamed, chosen(unnamed), idp.NoAuth, `{"application_id":"a1","identifier":"x","type":"public"}`},
	} {
		t.Run(name, func(t *testing.T) {
			body := answered("c8", tc.made)
			want := idp.Issued{Credential: tc.made}
			want.ID, want.AuthMethod, want.CreatedAt = "c8", tc.method, "2026-05-04T09:31:00.000Z"
			if tc.wanted.Kind == idp.CredentialClientSecret {
				body = strings.TrimSuffix(body, "}") + `,"password":"hunter2"}`
				want.ClientSecret = "hunter2"
			}
			s := newStub(t, map[string][]answer{listCred: {items(theirs("c1"))}, postLost: {ok(body)}})
			issued, err := s.platform().Issue(t.Context(), tc.wanted)
			if diff := cmp.Diff(want, issued); err != nil || diff != "" {
				t.Error(err, diff)
			}
			if want := lines(listCred, postLost+" "+tc.body); s.requests() != want {
				t.Errorf("sent\n%s\nwant\n%s", s.requests(), want)
			}
		})
	}
}

// The client ID identifies what a lost request created. Other credentials are not touched.
func TestIssue_LostResponse_ChosenClientID_LeavesOneCredential(t *testing.T) {
	key := of(idp.CredentialPublicKey)
	key.ClientID = "client"
	for name, tc := range map[string]struct {
		kind   idp.CredentialKind
		orphan string
		second string
	}{
		"secret": {idp.CredentialClientSecret, unstamped("c8"), credBody},
		"key":    {idp.CredentialPublicKey, lostKey, answered("c1", key)},
	} {
		t.Run(name, func(t *testing.T) {
			first := items(theirs("c9"), key2)
			s := newStub(t, map[string][]answer{
				postLost: {lost(), ok(tc.second)}, listCred: {first, items(theirs("c9"), key2, tc.orphan)}, delOrphan: {gone()},
			})
			issued, err := s.platform().Issue(t.Context(), of(tc.kind))
			if err != nil || issued.ID != "c1" || issued.ClientID != "client" || issued.ClientSecret.Reveal() == "" && tc.kind == idp.CredentialClientSecret {
				t.Errorf("got %+v, %v", issued, err)
			}
			if sent := s.requests(); strings.Count(sent, "DELETE") != 1 || !strings.Contains(sent, delOrphan) {
				t.Errorf("sent\n%s", sent)
			}
		})
	}
}

func TestIssue_LostResponse_NamesRemainingOrphanedCredential(t *testing.T) {
	orphan := items(unstamped("c8"))
	for name, tc := range map[string]struct {
		posts   []answer
		lists   []answer
		removal answer
		made    bool
		want    string
	}{
		"not removed":    {[]answer{lost()}, []answer{ok(empty), orphan}, says(403, ``), false, "nothing uses them: c8."},
		"not shown":      {[]answer{lost()}, []answer{ok(empty)}, gone(), false, "client ID x or xx"},
		"removed late":   {[]answer{lost(), ok(credBody)}, []answer{ok(empty), ok(empty), ok(empty), ok(empty), ok(empty), orphan}, says(403, ``), true, "nothing uses them: c8."},
		"list goes down": {[]answer{lost(), ok(credBody)}, []answer{ok(empty), ok(empty), ok(empty), ok(empty), ok(empty), html(502)}, gone(), true, "client ID x,"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{postLost: tc.posts, listCred: tc.lists, delOrphan: {tc.removal}})
			p := s.platform()
			issued, err := p.Issue(t.Context(), of(idp.CredentialClientSecret))
			e := refusal(t, err, idp.ErrAmbiguous)
			if made := issued.ID != ""; made != tc.made || made != (issued.ClientSecret != "") || !strings.Contains(e.Hint, tc.want) {
				t.Errorf("made %t, hint: %s", made, e.Hint)
			}
		})
	}
}

// A client ID that the user chose, or a subject, proves nothing: someone else may have created the same credential at this
// moment.
func TestIssue_LostResponse_DoesNotAdoptWithoutProof(t *testing.T) {
	kindsWithoutProof := []idp.CredentialKind{idp.CredentialWorkloadIdentity, idp.CredentialURL, idp.CredentialPublic}
	for _, kind := range kindsWithoutProof {
		for name, first := range map[string]answer{"lost": lost(), "gateway timeout": html(504), "a login page": html(200), "no ID": ok(`{"type":"url"}`)} {
			t.Run(string(kind)+", "+name, func(t *testing.T) {
				none, made := ok(empty), items(theirs("c9"), answered("c8", of(kind)))
				s := newStub(t, map[string][]answer{postLost: {first}, listCred: {none, none, made}})
				issued, err := s.platform().Issue(t.Context(), of(kind))
				e := refusal(t, err, idp.ErrAlreadyExists)
				if issued.ID != "" || !strings.Contains(e.Hint, "import it as keycard/z/a1/c8") {
					t.Errorf("made %q, hint: %s", issued.ID, e.Hint)
				}
				if sent := s.requests(); strings.Count(sent, "POST") != 1 || strings.Contains(sent, "DELETE") {
					t.Errorf("sent\n%s", sent)
				}

				s = newStub(t, map[string][]answer{postLost: {first}, listCred: {none}})
				issued, err = s.platform().Issue(t.Context(), of(kind))
				e = refusal(t, err, idp.ErrAmbiguous)
				if issued.ID != "" || !strings.Contains(e.Hint, "import it as keycard/z/a1/<credential_id>") || strings.Count(s.requests(), "POST") != 1 {
					t.Errorf("made %q, hint: %s, sent\n%s", issued.ID, e.Hint, s.requests())
				}
			})
		}
	}
}

// With two equal credentials, it would be unknown which one a resource created.
func TestIssue_EqualOneIsThere_IsRefused(t *testing.T) {
	other := of(idp.CredentialWorkloadIdentity)
	other.Subject = "another"
	for _, kind := range []idp.CredentialKind{idp.CredentialWorkloadIdentity, idp.CredentialURL, idp.CredentialPublic} {
		t.Run(string(kind), func(t *testing.T) {
			lists := items(answered("c7", other), answered("c8", of(kind)))
			s := newStub(t, map[string][]answer{listCred: {lists}, getOther: {ok(answered("c8", of(kind)))}})
			_, err := s.platform().Issue(t.Context(), of(kind))
			e := refusal(t, err, idp.ErrAlreadyExists)
			if !strings.Contains(e.Hint, "keycard/z/a1/c8") || e.ExistingID != "c8" || s.requests() != listCred+"\n"+getOther {
				t.Errorf("%v, hint: %s, sent\n%s", e, e.Hint, s.requests())
			}

			s = newStub(t, map[string][]answer{
				listCred: {lists}, getOther: {says(404, noThing)}, getApp: {ok(appBody)}, getZone: {ok(`{"id":"z"}`)}, postLost: {ok(answered("c9", of(kind)))},
			})
			if issued, err := s.platform().Issue(t.Context(), of(kind)); err != nil || issued.ID != "c9" {
				t.Errorf("the list lags behind a revocation: %v, sent\n%s", err, s.requests())
			}
		})
	}
}

const getOther = "GET /zones/z/application-credentials/c8"

func TestIssue_IdentifierConflict_NamesConflictingCredential(t *testing.T) {
	theirs := strings.Replace(answered("c8", of(idp.CredentialURL)), `"a1"`, `"a2"`, 1)
	for name, tc := range map[string]struct {
		list answer
		want string
	}{
		"doubled":       {items(answered("c8", of(idp.CredentialURL))), "import it as keycard/z/a1/c8"},
		"found":         {items(tokItem, theirs), "credential c8 of application a2"},
		"not found":     {ok(empty), "no other credential of the zone has"},
		"list is down":  {html(502), "no other credential of the zone has"},
		"of a workload": {items(`{"id":"c8","type":"token","application_id":"a2","identifier":"` + site + `"}`), "no other credential of the zone has"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{listCred: {ok(empty)}, postLost: {says(409, `{"message":"taken","code":"conflict"}`)}, getCreds: {tc.list}})
			issued, err := s.platform().Issue(t.Context(), of(idp.CredentialURL))
			if e := refusal(t, err, idp.ErrAlreadyExists); issued.ID != "" || !strings.Contains(e.Hint, tc.want) || strings.Count(s.requests(), "POST") != 1 {
				t.Errorf("hint: %s, sent\n%s", e.Hint, s.requests())
			}
		})
	}
}

func TestIssue_Refused(t *testing.T) {
	for name, tc := range map[string]struct {
		list, post answer
		kind       idp.Kind
		posts      int
	}{
		"unknown provider":    {ok(empty), says(404, `{"code":"not_found","message":"Provider not found","status":404}`), idp.ErrInvalid, 1},
		"bad field":           {ok(empty), says(400, `{"message":"no"}`), idp.ErrInvalid, 1},
		"forbidden":           {ok(empty), says(403, `{"message":"no"}`), idp.ErrForbidden, 1},
		"app not heard of":    {ok(empty), says(404, noApp), idp.ErrUnexpected, 5},
		"too many":            {ok(empty), says(429, ``), idp.ErrRateLimited, 25}, // five attempts, each with five requests
		"list is down":        {html(502), answer{}, idp.ErrUnavailable, 0},
		"list is forbidden":   {says(403, ``), answer{}, idp.ErrForbidden, 0},
		"unknown application": {says(404, noApp), answer{}, idp.ErrInvalid, 0},
		"one that was there":  {items(answered("c9", of(idp.CredentialURL))), ok(answered("c9", of(idp.CredentialWorkloadIdentity))), idp.ErrAmbiguous, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{listCred: {tc.list}, postLost: {tc.post}, getApp: {says(404, noApp)}})
			issued, err := s.platform().Issue(t.Context(), of(idp.CredentialWorkloadIdentity))
			refusal(t, err, tc.kind)
			if n := strings.Count(s.requests(), "POST"); issued.ID != "" || n != tc.posts {
				t.Errorf("made %q after\n%s", issued.ID, s.requests())
			}
		})
	}
}

func TestIssue_InvalidInput_SendsNothing(t *testing.T) {
	for name, spoil := range map[string]func(*idp.Credential){
		"no zone":        func(c *idp.Credential) { c.Scope.ZoneID = "" },
		"no application": func(c *idp.Credential) { c.ApplicationID = "" },
		"a path":         func(c *idp.Credential) { c.ApplicationID = "../x" },
		"a ZITADEL key":  func(c *idp.Credential) { c.Kind = idp.CredentialKey },
		"no kind":        func(c *idp.Credential) { c.Kind = "" },
		"no provider":    func(c *idp.Credential) { *c = of(idp.CredentialWorkloadIdentity); c.ProviderID = "" },
		"no address":     func(c *idp.Credential) { *c = of(idp.CredentialPublicKey); c.JWKSURI = "" },
		"no identifier":  func(c *idp.Credential) { *c = of(idp.CredentialURL); c.ClientID = "" },
	} {
		t.Run(name, func(t *testing.T) {
			s, c := newStub(t, nil), of(idp.CredentialClientSecret)
			spoil(&c)
			_, err := s.platform().Issue(t.Context(), c)
			refusal(t, err, idp.ErrInvalid)
			if s.requests() != "" {
				t.Errorf("sent %s", s.requests())
			}
		})
	}
}
