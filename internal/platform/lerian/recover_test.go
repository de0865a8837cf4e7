package lerian

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// script answers creates, lists, reads and removals in turn; the last answer of each is repeated.
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

func TestLostCreateIsClearedAwayBeforeAnother(t *testing.T) {
	created, removed := &answers{status: 201, kind: jsonType, body: createdBody}, &answers{status: 204}
	builtIn := `{"id":"app-lerian","name":"Lerian"}`
	for name, tc := range map[string]struct {
		first   http.Handler
		list    []http.Handler
		cleared string
	}{
		"one new":              {&answers{}, []http.Handler{list(builtIn, listed("old", "Nightly", time.Hour), listed("new", "Nightly", 0))}, "new"},
		"shown late":           {&answers{}, []http.Handler{list(builtIn), coded(404, "IDE-1002"), list(listed("new", "Nightly", 0))}, "new"},
		"beside another":       {&answers{}, []http.Handler{list(listed("other", "Hourly", 0), listed("new", "Nightly", 0))}, "new"},
		"after a server error": {coded(500, "IDE-0006"), []http.Handler{list(listed("new", "Nightly", 0))}, "new"},
		"backend was down":     {coded(503, "IDE-0066"), []http.Handler{list(builtIn)}, ""},
		"backend, half done":   {coded(503, "IDE-0066"), []http.Handler{list(listed("new", "Nightly", 0))}, "new"},
		"another was running":  {coded(503, "IDE-0064"), nil, ""},
		"limiter was down":     {limiterDown(), nil, ""},
		"lock store was down":  {coded(503, "IDE-0065"), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{create: []http.Handler{tc.first, created}, list: tc.list, remove: []http.Handler{removed}}
			app, err := connect(t, s).Create(t.Context(), wanted)
			if err != nil || app.ID != "app-1" || app.ClientSecret == "" {
				t.Errorf("got ID %q, %v after %v", app.ID, err, s.sent)
			}
			if s.count("POST") != 2 || tc.cleared != "" && s.count("DELETE /v1/applications/"+tc.cleared) != 1 || tc.cleared == "" && s.count("DELETE") != 0 {
				t.Errorf("sent %v", s.sent)
			}
		})
	}
}

func TestSecretThatAnOldServerShowsIsNotLost(t *testing.T) {
	shown := strings.Replace(listed("new", "Nightly", 0), `"clientId"`, `"clientSecret":"s3cret","clientId"`, 1)
	s := &script{create: []http.Handler{&answers{}}, list: []http.Handler{list(shown)}}
	app, err := connect(t, s).Create(t.Context(), wanted)
	if err != nil || app.ID != "new" || app.ClientSecret != "s3cret" || s.count("POST") != 1 {
		t.Errorf("got ID %q, %v after %v", app.ID, err, s.sent)
	}
}

// A create that may still be carried out, or that cannot be told from others, is not sent again.
func TestLostCreateThatCannotBeClearedAwayIsReported(t *testing.T) {
	lost, removed := &answers{}, &answers{status: 204}
	for name, tc := range map[string]struct {
		first, list, remove http.Handler
		advice              string
		posts               int
	}{
		"nothing is there":   {lost, list(), nil, `"plugin-fees"`, 1},
		"a gateway gave up":  {&answers{status: 504, kind: htmlType, body: page}, list(), nil, `"plugin-fees"`, 1},
		"older ones only":    {lost, list(listed("old", "Nightly", time.Hour), listed("recent", "Nightly", 9*time.Second)), nil, `"plugin-fees"`, 1},
		"an unknown age":     {lost, list(undated), nil, "at that moment: x.", 1},
		"backend, no age":    {coded(503, "IDE-0066"), list(undated), nil, "at that moment: x.", 1},
		"one is undated":     {lost, list(listed("new", "Nightly", 0), undated), nil, "at that moment: new, x.", 1},
		"a server error":     {coded(500, "IDE-0006"), list(), nil, `"plugin-fees"`, 1},
		"a proxy's error":    {&answers{status: 500, kind: htmlType, body: page}, list(), nil, `"plugin-fees"`, 1},
		"a gateway's code":   {&answers{status: 502, kind: jsonType, body: `{"code":502,"message":"upstream"}`}, list(), nil, `"plugin-fees"`, 1},
		"a gateway's 503":    {&answers{status: 503, kind: jsonType, body: `{"code":"UPSTREAM","message":"upstream"}`}, list(), nil, `"plugin-fees"`, 1},
		"a number and 503":   {&answers{status: 503, kind: jsonType, body: `{"code":503,"title":"upstream"}`}, list(), nil, `"plugin-fees"`, 1},
		"success, unread":    {&answers{status: 201, kind: jsonType, body: createdBody[:60]}, list(), nil, `"plugin-fees"`, 1},
		"two new":            {lost, list(listed("new-1", "Nightly", 0), listed("new-2", "Nightly", 0)), nil, "new-1, new-2", 1},
		"list is down":       {lost, &answers{status: 500, kind: jsonType, body: `{"code":"IDE-0006"}`}, nil, `"plugin-fees"`, 1},
		"removal is refused": {lost, list(listed("new", "Nightly", 0)), coded(403, "AUT-0021"), "at that moment: new.", 1},
		"it happens again":   {coded(500, "IDE-0006"), list(listed("new", "Nightly", 0)), removed, `"plugin-fees"`, 2},
		"backend stays down": {coded(503, "IDE-0066"), list(), nil, "is down", 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{create: []http.Handler{tc.first}, list: []http.Handler{tc.list}, remove: []http.Handler{tc.remove}}
			app, err := connect(t, s).Create(t.Context(), wanted)
			refusedAs(t, err, idp.ErrAmbiguous, tc.advice)
			if app.ID != "" || s.count("POST") != tc.posts {
				t.Errorf("got ID %q after %v", app.ID, s.sent)
			}
		})
	}
}

func TestEqualCreateWaitsForItsTurnAndSendsNothingInVain(t *testing.T) {
	s := new(script)
	p := connect(t, s)
	done, err := p.turns.take(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
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

func TestAbsenceIsConfirmedByAnotherRead(t *testing.T) {
	denied := coded(404, "IDE-1001")
	there := &answers{status: 200, kind: jsonType, body: createdBody}
	young := kept
	young.CreatedAt = time.Now().UTC().Format(time.RFC3339)
	for name, tc := range map[string]struct {
		known idp.Application
		read  []http.Handler
		kind  idp.Kind
		n     int
	}{
		"denied twice":             {kept, []http.Handler{denied}, idp.ErrNotFound, 2},
		"denied in passing":        {kept, []http.Handler{denied, there}, "", 2},
		"denied, then a proxy":     {kept, []http.Handler{denied, &answers{status: 404, kind: htmlType, body: page}}, idp.ErrUnexpected, 2},
		"young, and not heard of":  {young, []http.Handler{denied}, idp.ErrNotFound, 5},
		"young, and heard of late": {young, []http.Handler{denied, denied, denied, there}, "", 4},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{read: tc.read}
			app, err := connect(t, s).Get(t.Context(), tc.known)
			if tc.kind != "" {
				refusedAs(t, err, tc.kind)
			} else if err != nil || app.ID != kept.ID {
				t.Error(err)
			}
			if s.count("GET") != tc.n {
				t.Errorf("%d reads, want %d", s.count("GET"), tc.n)
			}
		})
	}
}

func TestApplicationThatIsOnlyDeniedIsStillRemoved(t *testing.T) {
	there := &answers{status: 200, kind: jsonType, body: createdBody}
	s := &script{remove: []http.Handler{coded(404, "IDE-1001"), &answers{status: 204}}, read: []http.Handler{there}}
	if err := connect(t, s).Delete(t.Context(), kept); err != nil || s.count("DELETE") != 2 {
		t.Errorf("%v after %v", err, s.sent)
	}
	s = &script{remove: []http.Handler{coded(404, "IDE-1001")}, read: []http.Handler{there}}
	refusedAs(t, connect(t, s).Delete(t.Context(), kept), idp.ErrNotFound, "Apply again")
}

func TestUpdateThatChangesNothingSendsNothing(t *testing.T) {
	s := new(script)
	app, err := connect(t, s).Update(t.Context(), idp.Change{Before: kept, After: kept.Registration})
	if err != nil || app.ID != kept.ID || len(s.sent) != 0 {
		t.Errorf("got %q, %v after %v", app.ID, err, s.sent)
	}
}
