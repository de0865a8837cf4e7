package lerian

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// script responds to creates, lists, reads and deletions in turn, and repeats the last response of each.
type script struct {
	create, list, read, remove []http.Handler

	mu   sync.Mutex
	sent []string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.next(r).ServeHTTP(w, r)
}

func (s *script) next(r *http.Request) http.Handler {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, r.Method+" "+r.URL.Path)
	turn := map[string]*[]http.Handler{"POST": &s.create, "GET": &s.read, "DELETE": &s.remove}[r.Method]
	if r.Method == http.MethodGet && r.URL.Path == "/v1/applications" {
		turn = &s.list
	}
	if len(*turn) == 0 {
		return &answers{status: http.StatusTeapot}
	}
	answer := (*turn)[0]
	if len(*turn) > 1 {
		*turn = (*turn)[1:]
	}
	return answer
}

func (s *script) count(call string) (n int) {
	for _, sent := range s.sent {
		if strings.HasPrefix(sent, call) {
			n++
		}
	}
	return n
}

func listed(id, description string, age time.Duration) string {
	return fmt.Sprintf(`{"id":%q,"name":"plugin-fees","description":%q,"clientId":"c","createdAt":%q}`,
		id, description, time.Now().Add(-age).UTC().Format(time.RFC3339))
}

func list(bodies ...string) http.Handler {
	return &answers{status: 200, kind: jsonType, body: "[" + strings.Join(bodies, ",") + "]"}
}

const undated = `{"id":"x","name":"plugin-fees","description":"Nightly"}`

func limiterDown() *answers {
	return &answers{status: 503, kind: jsonType, body: `{"code":503,"title":"service_unavailable","message":"service unavailable"}`}
}

func coded(status int, code string) *answers {
	return &answers{status: status, kind: jsonType, body: `{"code":"` + code + `","title":"a title","message":"a message"}`}
}

func TestCreate_CertainlyNotCarriedOut_IsRetried(t *testing.T) {
	for name, refused := range map[string]http.Handler{
		"another was running": coded(503, "IDE-0064"), "lock store was down": coded(503, "IDE-0065"), "limiter was down": limiterDown(),
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{create: []http.Handler{refused, &answers{status: 201, kind: jsonType, body: createdBody}}}
			app, err := connect(t, s).Create(t.Context(), wanted)
			if err != nil || app.ID != "app-1" || app.ClientSecret == "" || s.count("POST") != 2 || len(s.sent) != 2 {
				t.Errorf("got ID %q, %v after %v", app.ID, err, s.sent)
			}
		})
	}
}

// After a create whose response was lost, any listed application may be another run's.
func TestCreate_LostResponse_NamesCandidatesWithoutChanges(t *testing.T) {
	const none = "No candidate is listed"
	lost, builtIn := &answers{}, `{"id":"app-lerian","name":"plugin-fees","description":"Nightly"}`
	shown := strings.Replace(listed("new", "Nightly", 0), `"clientId"`, `"clientSecret":"hunter2","clientId"`, 1)
	var many []string
	for n := range 30 {
		many = append(many, listed(fmt.Sprintf("new-%d", n), "Nightly", 0))
	}
	for name, tc := range map[string]struct {
		first http.Handler
		list  []http.Handler
		hint  []string
	}{
		"one new":            {lost, []http.Handler{list(builtIn, listed("old", "Nightly", time.Hour), listed("new", "Nightly", 0))}, []string{"request registered: ID new (client ID c, created 20"}},
		"shown late":         {lost, []http.Handler{list(builtIn), coded(404, "IDE-1002"), list(listed("new", "Nightly", 0))}, []string{": ID new (", "/v1/applications/<ID>)", "apply again"}},
		"beside another":     {lost, []http.Handler{list(listed("other", "Hourly", 0), listed("new", "Nightly", 0))}, []string{": ID new ("}},
		"secret shown":       {lost, []http.Handler{list(shown)}, []string{": ID new (", "import it (lerian/<ID>): this server shows its secret"}},
		"secret not shown":   {lost, []http.Handler{list(listed("new", "Nightly", 0))}, []string{"without its secret"}},
		"two new":            {lost, []http.Handler{list(listed("new-1", "Nightly", 0), listed("new-2", "Nightly", 0))}, []string{": ID new-1 (", ", ID new-2 ("}},
		"many":               {lost, []http.Handler{list(many...)}, []string{": ID new-0 (", "more. Each"}},
		"an unknown age":     {lost, []http.Handler{list(undated)}, []string{": ID x (client ID not shown, created at a time that is not shown)."}},
		"one is undated":     {lost, []http.Handler{list(listed("new", "Nightly", 0), undated)}, []string{": ID new (", ", ID x ("}},
		"nothing is there":   {lost, []http.Handler{list()}, []string{none, `"plugin-fees"`, "created just now", "remove it"}},
		"built-in one only":  {lost, []http.Handler{list(builtIn)}, []string{none}},
		"older ones only":    {lost, []http.Handler{list(listed("old", "Nightly", time.Hour), listed("recent", "Nightly", 9*time.Second))}, []string{none}},
		"list is down":       {lost, []http.Handler{coded(500, "IDE-0006")}, []string{"cannot be listed", `"plugin-fees"`}},
		"list is null":       {lost, []http.Handler{&answers{status: 200, kind: jsonType, body: "null"}}, []string{"cannot be listed"}},
		"a gateway gave up":  {&answers{status: 504, kind: htmlType, body: page}, []http.Handler{list()}, []string{none}},
		"a server error":     {coded(500, "IDE-0006"), []http.Handler{list(listed("new", "Nightly", 0))}, []string{": ID new ("}},
		"a proxy's error":    {&answers{status: 500, kind: htmlType, body: page}, []http.Handler{list()}, []string{none}},
		"a gateway's code":   {&answers{status: 502, kind: jsonType, body: `{"code":502,"message":"upstream"}`}, []http.Handler{list()}, []string{none}},
		"a gateway's 503":    {&answers{status: 503, kind: jsonType, body: `{"code":"UPSTREAM","message":"upstream"}`}, []http.Handler{list()}, []string{none}},
		"a number and 503":   {&answers{status: 503, kind: jsonType, body: `{"code":503,"title":"upstream"}`}, []http.Handler{list()}, []string{none}},
		"success, unread":    {&answers{status: 201, kind: jsonType, body: createdBody[:60]}, []http.Handler{list()}, []string{none}},
		"backend was down":   {coded(503, "IDE-0066"), []http.Handler{list()}, []string{"backend was down", none}},
		"backend, half done": {coded(503, "IDE-0066"), []http.Handler{list(listed("new", "Nightly", 0))}, []string{"backend was down", ": ID new ("}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{create: []http.Handler{tc.first}, list: tc.list, remove: []http.Handler{&answers{status: 204}}}
			app, err := connect(t, s).Create(t.Context(), wanted)
			e := refusedAs(t, err, idp.ErrAmbiguous, append(tc.hint, "othing was sent again")...)
			if app.ID != "" || s.count("POST") != 1 || s.count("DELETE") != 0 {
				t.Errorf("got ID %q after %v", app.ID, s.sent)
			}
			for _, other := range []string{"app-lerian", "ID old", "ID recent", "ID other"} {
				if strings.Contains(e.Hint, other) {
					t.Errorf("%s cannot be what was made: %s", other, e.Hint)
				}
			}
			malicious.Check(t, err)
		})
	}
}

func TestCreate_LostResponse_ExcludesApplicationsOfThisRun(t *testing.T) {
	created := strings.Replace(createdBody, `"2026-03-02T14:05:09Z"`, `"`+time.Now().UTC().Format(time.RFC3339)+`"`, 1)
	s := &script{
		create: []http.Handler{&answers{status: 201, kind: jsonType, body: created}, &answers{}},
		list:   []http.Handler{list(created, undated, listed("new", "Nightly", 0))},
		read:   []http.Handler{&answers{status: 200, kind: jsonType, body: undated}},
	}
	p := connect(t, s)
	app, err := p.Create(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	read := app
	read.ID = "x"
	if _, err := p.Get(t.Context(), read); err != nil {
		t.Fatal(err)
	}
	_, err = p.Create(t.Context(), wanted)
	if e := refusedAs(t, err, idp.ErrAmbiguous, ": ID new ("); strings.Contains(e.Hint, "app-1") || strings.Contains(e.Hint, "ID x") {
		t.Errorf("a working application is named: %s", e.Hint)
	}
}

// A create can wait for a login, for its turn, or for a rate limit. What others register in the meantime is not its own.
func TestAttemptBeginsWhenTheRequestIsSent(t *testing.T) {
	p := connect(t, new(script))
	synctest.Test(t, func(t *testing.T) {
		ctx, latest := p.sending(t.Context())
		began := time.Now()
		made := func() bool {
			return latest().Made("other", began.UTC().Format(time.RFC3339), time.Now())
		}
		time.Sleep(8 * time.Second) //nolint:forbidigo // of the test's own clock
		if !made() {
			t.Error("the attempt did not begin at once")
		}
		httptrace.ContextClientTrace(ctx).GotConn(httptrace.GotConnInfo{})
		if made() {
			t.Error("the attempt began before it was sent")
		}
	})
}

func TestCreate_EqualCreateInProgress_WaitsWithoutSending(t *testing.T) {
	s := new(script)
	p := connect(t, s)
	release, err := p.creating.acquire(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = p.Create(ctx, wanted)
	if refusedAs(t, err, idp.ErrUnavailable, "Nothing was sent"); len(s.sent) != 0 {
		t.Errorf("sent %v", s.sent)
	}
	other := wanted
	other.Description = "Hourly"
	s.create = []http.Handler{&answers{status: 201, kind: jsonType, body: createdBody}}
	if _, err := p.Create(t.Context(), other); err != nil {
		t.Errorf("another create waited, too: %v", err)
	}
}
