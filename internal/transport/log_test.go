package transport

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"golang.org/x/oauth2"
)

// logged calls run and returns the lines that it logs, parsed and as text.
func logged(t *testing.T, run func(context.Context)) ([]map[string]any, string) {
	t.Helper()
	var output bytes.Buffer
	run(tflogtest.RootLogger(t.Context(), &output))
	text := output.String()
	lines, err := tflogtest.MultilineJSONDecode(&output)
	if err != nil {
		t.Fatal(err)
	}
	return lines, text
}

func line(level, message string, fields map[string]any) map[string]any {
	fields["@level"], fields["@message"], fields["@module"] = level, message, "provider"
	return fields
}

func TestLog_EachAttempt_IsLoggedWithoutSecrets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		statuses := []int{503, 401, 200}
		base := direct(func(req *http.Request) (*http.Response, error) {
			<-time.After(1500 * time.Millisecond)
			resp := answer(req, statuses[0], `{"clientSecret":"canary-answer"}`)
			resp.Header.Set("Set-Cookie", "canary-cookie")
			statuses = statuses[1:]
			return resp, nil
		})
		c := quick()
		c.UserAgent = "canary-agent"
		gateway := Peer{Endpoints: map[string]string{"zitadel.endpoint": "https://idp.invalid"}, Headers: map[string]string{"X-Gateway": "canary-header"}}
		login := func(context.Context) (*oauth2.Token, error) {
			return &oauth2.Token{AccessToken: "canary-token" + time.Now().String()}, nil
		}
		lines, text := logged(t, func(ctx context.Context) {
			endpoint := "https://canary-user:canary-password@idp.invalid/management/v1/projects/259canary/apps/_search?q=canary-query#canary"
			req := newRequest(Repeatable(ctx), t, "POST", endpoint, `{"password":"canary-body"}`)
			req.Header.Set("X-Zitadel-Orgid", "canary-organization")
			wantStatus(t, over(c, base).For(gateway).Authenticated(login), req, 200)
		})
		want := []map[string]any{}
		for i, status := range []int{503, 401, 200} {
			want = append(want, line("debug", "request", map[string]any{
				"method": "POST", "host": "idp.invalid", "path": "/management/v1/projects/{id}/apps/_search",
				"status": float64(status), "duration_ms": 1500.0, "attempt": float64(i + 1),
			}))
		}
		if diff := cmp.Diff(want, lines); diff != "" {
			t.Error(diff)
		}
		wantLacks(t, text, "canary")
	})
}

func TestLogOfARequestWithoutAnAnswer(t *testing.T) {
	broken := &url.Error{Op: "parse", URL: "https://idp.invalid/canary", Err: errors.New("canary")}
	base := direct(func(*http.Request) (*http.Response, error) { return nil, broken })
	c := quick()
	c.MaxRetries = new(1)
	lines, text := logged(t, func(ctx context.Context) {
		_, _, _ = send(t, over(c, base).Client(), newRequest(ctx, t, "GET", "https://idp.invalid/v1/applications/42?canary", ""))
	})
	for i, got := range lines {
		if _, ok := got["duration_ms"].(float64); !ok {
			t.Errorf("no duration in %v", got)
		}
		delete(got, "duration_ms")
		want := line("warn", "request failed", map[string]any{
			"method": "GET", "host": "idp.invalid", "path": "/v1/applications/{id}",
			"error": "parse", "attempt": float64(i + 1),
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if len(lines) != 2 {
		t.Errorf("%d lines, want 2", len(lines))
	}
	wantLacks(t, text, "canary")
}

func TestLog_AttemptWithoutTransport_IsFirst(t *testing.T) {
	lines, _ := logged(t, func(ctx context.Context) {
		req := newRequest(ctx, t, "GET", "https://idp.invalid/", "")
		if _, err := newAttempt(quick(), accept()).RoundTrip(req); err != nil {
			t.Error(err)
		}
	})
	if len(lines) != 1 || lines[0]["attempt"] != 1.0 {
		t.Errorf("logged %v", lines)
	}
}

func TestPathIsLoggedWithoutItsIDs(t *testing.T) {
	for path, want := range map[string]string{
		"":                                  "",
		"/":                                 "/",
		"/.well-known/openid-configuration": "/.well-known/openid-configuration",
		"/oauth/v2/token":                   "/oauth/v2/token",
		"/management/v1/projects/259242039378444290/apps/api":                                         "/management/v1/projects/{id}/apps/api",
		"/management/v1/projects/259242039378444290/apps/_search":                                     "/management/v1/projects/{id}/apps/_search",
		"/management/v1/projects/259242039378444290/apps/259242039378444291":                          "/management/v1/projects/{id}/apps/{id}",
		"/management/v1/projects/259/apps/260/api_config/_generate_client_secret":                     "/management/v1/projects/{id}/apps/{id}/api_config/_generate_client_secret",
		"/management/v1/projects/259/apps/260/_deactivate":                                            "/management/v1/projects/{id}/apps/{id}/_deactivate",
		"/service-account-token":                                                                      "/service-account-token",
		"/zones/o36mbsre94s2vlt8x5jq6nbxs0/applications":                                              "/zones/{id}/applications",
		"/zones/o36mbsre94s2vlt8x5jq6nbxs0/applications/mb3yx1v6g0q4k5c7h9p2d8t3wf":                   "/zones/{id}/applications/{id}",
		"/zones/o36mbsre94s2vlt8x5jq6nbxs0/application-credentials/9z":                                "/zones/{id}/application-credentials/{id}",
		"/zones/o36mbsre94s2vlt8x5jq6nbxs0/applications/mb3yx1v6g0q4k5c7h9p2/application-credentials": "/zones/{id}/applications/{id}/application-credentials",
		"/v1/login/oauth/access_token":                                                                "/v1/login/oauth/access_token",
		"/v1/applications":                                                                            "/v1/applications",
		"/v1/applications/0197f2a1-7c3e-7b52-9d44-1f0c6a2b8e11":                                       "/v1/applications/{id}",
		"/v1/applications/259@orders":                                                                 "/v1/applications/{id}",
		"/identity/v1/applications/0197f2a1-7c3e-7b52-9d44-1f0c6a2b8e11":                              "/identity/v1/applications/{id}",
	} {
		t.Run(path, func(t *testing.T) {
			if got := pathTemplate(path); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}
