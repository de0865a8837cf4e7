package recovery

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var errLost = &idp.Error{Kind: idp.ErrAmbiguous}

// The request is sent at 10:00:10 by the platform's clock. Its response is lost 20 s later, and the object is read another
// 30 s later.
func TestMade_OutsideLostRequestWindow_IsFalse(t *testing.T) {
	date := time.Date(2019, 1, 1, 10, 1, 0, 0, time.UTC) // unrelated to this machine's clock
	for name, tc := range map[string]struct {
		id, created string
		date        time.Time
		want        bool
	}{
		"when it was sent":          {"new", "2019-01-01T10:00:10.000Z", date, true},
		"a moment before":           {"new", "2019-01-01T10:00:09.998Z", date, false},
		"0.9 s before":              {"new", "2019-01-01T10:00:09.100Z", date, false},
		"in whole seconds":          {"new", "2019-01-01T10:00:09Z", date, true},
		"in whole seconds, before":  {"new", "2019-01-01T10:00:08Z", date, false},
		"in between":                {"new", "2019-01-01T10:00:20.000Z", date, true},
		"when it was lost":          {"new", "2019-01-01T10:00:30.000Z", date, true},
		"within the Date's grain":   {"new", "2019-01-01T10:00:32.000Z", date, true},
		"after it was lost":         {"new", "2019-01-01T10:00:32.001Z", date, false},
		"just now":                  {"new", "2019-01-01T10:01:00.000Z", date, false},
		"not said when":             {"new", "", date, false},
		"said in another way":       {"new", "yesterday", date, false},
		"the platform has no clock": {"new", "2019-01-01T10:00:20.000Z", time.Time{}, false},
		"somebody's already":        {"mine", "2019-01-01T10:00:20.000Z", date, false},
	} {
		t.Run(name, func(t *testing.T) {
			r, c := newRecovery()
			r.Claim("mine")
			attempt := Attempt{recovery: r}
			_, _ = attempt.try(t.Context(), func(context.Context) (idp.Application, error) {
				c.now = c.now.Add(20 * time.Second)
				return idp.Application{}, errLost
			})
			c.now = c.now.Add(30 * time.Second)
			if got := attempt.Made(tc.id, tc.created, tc.date); got != tc.want {
				t.Errorf("got %t, want %t", got, tc.want)
			}
		})
	}
}

func TestMade_RequestWasAnswered_IsFalse(t *testing.T) {
	r, _ := newRecovery()
	attempt := Attempt{recovery: r}
	_, _ = attempt.try(t.Context(), func(context.Context) (idp.Application, error) {
		return idp.Application{}, &idp.Error{Kind: idp.ErrAlreadyExists}
	})
	if date := time.Now(); attempt.Made("new", date.Format(time.RFC3339Nano), date) {
		t.Error("what somebody else has is taken for what the request made")
	}
}

// A rejected request creates nothing, so neither it nor the pause after it belongs to the window.
func TestMade_EarlierRejectedAttempt_IsExcluded(t *testing.T) {
	r, c := newRecovery()
	var n atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if n.Add(1) == 1 {
			w.Header().Set("Retry-After", "8")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		panic(http.ErrAbortHandler)
	}))
	defer server.Close()
	tr, err := transport.New(transport.Config{Backoff: func(int, *http.Response) time.Duration {
		c.now = c.now.Add(8 * time.Second)
		return 0
	}})
	if err != nil {
		t.Fatal(err)
	}
	client := tr.Authenticated(transport.StaticToken("t"))
	defer client.CloseIdleConnections()
	attempt := Attempt{recovery: r}
	_, err = attempt.try(t.Context(), func(ctx context.Context) (idp.Application, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, http.NoBody)
		if err != nil {
			return idp.Application{}, err
		}
		resp, err := client.Do(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		return idp.Application{}, transport.Failed(err, true)
	})
	if n.Load() != 2 || err == nil {
		t.Fatalf("%v after %d requests", err, n.Load())
	}
	date := time.Date(2019, 1, 1, 10, 0, 0, 0, time.UTC)
	for age, want := range map[time.Duration]bool{0: true, 2 * time.Second: false, 8 * time.Second: false} {
		if got := attempt.Made("new", date.Add(-age).Format("2006-01-02T15:04:05.000Z"), date); got != want {
			t.Errorf("%v old: got %t, want %t", age, got, want)
		}
	}
}
