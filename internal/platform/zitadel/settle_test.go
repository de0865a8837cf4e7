package zitadel

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func denied() http.HandlerFunc { return failure(404, 5, codeNoApp, "Errors.App.NotExisting") }
func taken() http.HandlerFunc  { return failure(409, 6, "V3-DKcYh", "Application already exists") }
func never() http.HandlerFunc  { return reply(200, `{}`) }

// lostAnswers are the ways in which the outcome of a create can be unknown.
func lostAnswers() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"connection lost":     lost,
		"answer cut":          cut,
		"half a body":         reply(200, `{"applicationId":"3110000`),
		"page":                page(200),
		"no client ID":        reply(200, `{"applicationId":"311000000000000101","apiConfiguration":{"clientSecret":"x"}}`),
		"another application": reply(200, `{"applicationId":"1","apiConfiguration":{"clientId":"2"}}`),
		"proxy gave up":       page(504),
		"internal error":      reply(500, `{"code":"internal","message":"An internal error occurred (V2-zp4fM)"}`),
		"empty server error":  body(500, "", ""),
	}
}

// requested records what each create requests.
type requested struct {
	mu   sync.Mutex
	sent []map[string]any
}

func (r *requested) keep(answers ...http.HandlerFunc) []http.HandlerFunc {
	for i, answer := range answers {
		answers[i] = func(w http.ResponseWriter, req *http.Request) {
			var body map[string]any
			_ = json.NewDecoder(req.Body).Decode(&body)
			r.mu.Lock()
			r.sent = append(r.sent, body)
			r.mu.Unlock()
			answer(w, req)
		}
	}
	return answers
}

// all returns the bodies so far. A response that was lost says nothing about what its handler wrote, hence the lock.
func (r *requested) all() []map[string]any {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.sent)
}

func TestCreate_LostResponse_FindsTheApplicationByItsID(t *testing.T) {
	for name, answer := range lostAnswers() {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callCreate: only(answer), callGet: only(file(t, "get_app_new.json")), callSecret: only(file(t, "new_secret.json"))})
			got, err := f.platform(t).Create(t.Context(), wanted())
			if err != nil || got.ID != appID || got.ClientSecret == "" || got.ClientID == "" || got.Name != "billing-api" || got.Adopted {
				t.Errorf("got ID %q, client ID %q, adopted %t, %v", got.ID, got.ClientID, got.Adopted, err)
			}
			if f.count(callCreate) != 1 || f.count(callSearch) != 0 {
				t.Errorf("sent %v", f.calls())
			}
		})
	}
}

func TestCreate_LostResponse_KeyGetsNoSecret(t *testing.T) {
	asked := wanted()
	asked.AuthMethod = idp.PrivateKeyJWT
	f := serve(t, routes{callCreate: only(lost), callGet: only(file(t, "get_app_new_private_key_jwt.json"))})
	got, err := f.platform(t).Create(t.Context(), asked)
	if err != nil || got.ClientSecret != "" || got.AuthMethod != idp.PrivateKeyJWT {
		t.Errorf("got %q with a secret: %t, %v", got.AuthMethod, got.ClientSecret != "", err)
	}
}

func TestCreate_NeverArrived_SendsTheSameIDAndName(t *testing.T) {
	var asked requested
	f := serve(t, routes{
		callCreate: asked.keep(lost, page(502), file(t, "create_application_basic.json")),
		callGet:    only(denied(), denied(), file(t, "get_app_new.json")), callChanges: only(never()),
	})
	got, err := f.platform(t).Create(t.Context(), wanted())
	if err != nil || got.ID != appID || got.ClientSecret == "" || f.count(callSecret) != 0 {
		t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
	}
	if len(asked.all()) != 3 || cmp.Diff(asked.all()[0], asked.all()[1]) != "" || cmp.Diff(asked.all()[0], asked.all()[2]) != "" {
		t.Errorf("asked for %v", asked.all())
	}
}

func TestCreate_FirstAttemptArrivesLate_RetryFindsApplication(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(lost, taken()), callGet: only(denied(), file(t, "get_app_new.json")), callChanges: only(never()),
		callSecret: only(file(t, "new_secret.json")),
	})
	got, err := f.platform(t).Create(t.Context(), wanted())
	if err != nil || got.ID != appID || got.ClientSecret == "" || f.count(callSearch) != 0 {
		t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
	}
}

func TestCreate_LostResponse_DoesNotAdoptForeignApplication(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(lost, taken()), callGet: only(denied()), callChanges: only(never()),
		callSearch: only(strangers(t)),
	})
	got, err := f.platform(t).Create(t.Context(), wanted())
	e := refusalOf(t, err, idp.ErrAlreadyExists)
	if got.ID != "" || e.ExistingID != "7" || e.Attribute != idp.AttributeName {
		t.Errorf("got ID %q, existing %q after %v", got.ID, e.ExistingID, f.calls())
	}
}

// strangers returns an application with the wanted name and another ID.
func strangers(t *testing.T) http.HandlerFunc {
	t.Helper()
	return reply(200, strings.Replace(string(testdata(t, "search_apps.json")), appID, "7", 1))
}

// clocked returns a platform whose pauses take no time, and their total.
func clocked(t *testing.T, f *fake) (*Platform, *time.Duration) {
	t.Helper()
	var paused time.Duration
	c := nowait.Config()
	c.Pause = func(ctx context.Context, d time.Duration) error {
		paused += d
		return ctx.Err()
	}
	return platformOver(t, Config{Endpoint: f.URL, AccessToken: "pat"}, c), &paused
}

// The transport also retries each read a few times.
func TestCreate_LostResponse_RetriesThroughOutage(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(lost), callGet: append(times(60, page(503)), file(t, "get_app_new.json")), callSecret: append(times(40, page(503)), file(t, "new_secret.json")),
	})
	p, paused := clocked(t, f)
	got, err := p.Create(t.Context(), wanted())
	if err != nil || got.ClientSecret == "" || *paused < 30*time.Second {
		t.Errorf("got ID %q, %v, after %v", got.ID, err, *paused)
	}
}

func TestCreate_OutcomeUnknown_IsAmbiguous(t *testing.T) {
	for name, r := range map[string]routes{
		"never answered":          {callCreate: only(lost), callGet: only(denied()), callChanges: only(never())},
		"read is down":            {callCreate: only(lost), callGet: only(page(502))},
		"history is down":         {callCreate: only(lost), callGet: only(denied()), callChanges: only(page(502))},
		"read is refused":         {callCreate: only(lost), callGet: only(failure(403, 7, "AUTH-3jknH", "No matching permissions found"))},
		"refused the second time": {callCreate: only(lost, failure(403, 7, "AUTH-AWfge", "No matching permissions found")), callGet: only(denied()), callChanges: only(never())},
	} {
		t.Run(name, func(t *testing.T) {
			asked := wanted()
			asked.Scope.OrganizationID = "o1"
			f := serve(t, r)
			p, paused := clocked(t, f)
			got, err := p.Create(t.Context(), asked)
			e := refusalOf(t, err, idp.ErrAmbiguous)
			for _, part := range []string{`"billing-api"`, "project p1", "zitadel/o1/p1/<application_id>", "rotate_when_changed"} {
				if !strings.Contains(e.Hint, part) {
					t.Errorf("%q is not in the hint %q", part, e.Hint)
				}
			}
			if got.ID != "" || *paused > 5*time.Minute {
				t.Errorf("got ID %q after %v", got.ID, *paused)
			}
		})
	}
}

func TestWrite_ParallelWriteConflict_IsRetried(t *testing.T) {
	busy := reply(500, string(testdata(t, "error_unique_violation.json")))
	f := serve(t, routes{
		callCreate: only(busy, busy, file(t, "create_application_basic.json")), callRename: only(busy, file(t, "changed.json")),
		callDelete: only(busy, file(t, "changed.json")), callGet: only(file(t, "get_app_new.json"), denied()),
	})
	p := f.platform(t)
	app, err := p.Create(t.Context(), wanted())
	if err != nil || f.count(callGet) != 1 {
		t.Fatalf("%v after %v", err, f.calls())
	}
	after := app.Registration
	after.Name = "other"
	if _, err := p.Update(t.Context(), idp.Change{Before: app, After: after}); err != nil {
		t.Error(err)
	}
	if err := p.Delete(t.Context(), app); err != nil {
		t.Error(err)
	}
}
