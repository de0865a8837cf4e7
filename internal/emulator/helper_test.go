package emulator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// client does not reuse connections: on a reused one, net/http retries some requests that get no response.
var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func start(t *testing.T, o emulator.Options) *emulator.Emulator {
	t.Helper()
	e, err := emulator.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

func newRequest(t *testing.T, method, url, body, token string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

// send returns the response and as much of its body as arrived. The error is that of the request or of reading the body.
func send(r *http.Request) (*http.Response, string, error) {
	response, err := client.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response, string(text), err
}

// control sends a request to the control interface and fails the test unless the response has the status.
func control(t *testing.T, e *emulator.Emulator, method, path, body string, status int) string {
	t.Helper()
	response, text, err := send(newRequest(t, method, e.Environment()["IDP_EMULATOR_URL"]+path, body, ""))
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != status {
		t.Fatalf("%s %s: got %d %s, want %d", method, path, response.StatusCode, text, status)
	}
	return text
}

func login(t *testing.T, e *emulator.Emulator) string {
	t.Helper()
	env := e.Environment()
	body := `{"grantType":"password","username":"` + env["LERIAN_USERNAME"] + `","password":"` + env["LERIAN_PASSWORD"] + `"}`
	_, text, err := send(newRequest(t, "POST", env["LERIAN_AUTH_ENDPOINT"]+"/v1/login/oauth/access_token", body, ""))
	var answer struct{ AccessToken string }
	if err = errors.Join(err, json.Unmarshal([]byte(text), &answer)); err != nil || answer.AccessToken == "" {
		t.Fatalf("login: %s, %v", text, err)
	}
	return answer.AccessToken
}

// createRequest returns a request that registers an application at Lerian, the platform with the shortest such request.
func createRequest(t *testing.T, e *emulator.Emulator, token string) *http.Request {
	t.Helper()
	url := e.Environment()["LERIAN_IDENTITY_ENDPOINT"] + "/v1/applications"
	return newRequest(t, "POST", url, `{"name":"midaz","description":"Ledger job"}`, token)
}

func create(t *testing.T, e *emulator.Emulator, token string) (id string) {
	t.Helper()
	response, text, err := send(createRequest(t, e, token))
	if err != nil || response.StatusCode != http.StatusCreated {
		t.Fatalf("create: %s, %v", text, err)
	}
	var answer struct{ ID string }
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.ID
}

func wantContains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %s", part, text)
		}
	}
}
