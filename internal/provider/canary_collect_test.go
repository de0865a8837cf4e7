package provider_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// shortest is the minimum length of a secret: all secrets in these tests are longer, and shorter texts would match by
// chance.
const shortest = 12

// canaries collects the secrets of a test, counts the requests that carry them where secrets belong, and records what else
// was sent to the platforms.
type canaries struct {
	mu      sync.Mutex
	found   map[string]string // description of each secret
	carried map[string]int
	sent    strings.Builder
}

func newCanaries() *canaries { return &canaries{found: map[string]string{}, carried: map[string]int{}} }

func (c *canaries) keep(what, secret string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.found[secret]; !known && len(secret) >= shortest {
		c.found[secret] = what
	}
	return secret
}

var secretName = regexp.MustCompile(`(?i)secret$|token$|password$|assertion|^key$`)

// environment collects the provider's credentials. Each line of a JSON key is a secret.
func (c *canaries) environment(env map[string]string) {
	for name, value := range env {
		switch {
		case strings.HasSuffix(name, "_JWT_PROFILE_JSON"):
			c.privateKey("line of the private key", base64.StdEncoding.EncodeToString([]byte(value)))
		case secretName.MatchString(name):
			c.keep(name, value)
		}
	}
}

// privateKey collects a key file in base64 and each line of the key in it.
func (c *canaries) privateKey(what, encoded string) {
	var file map[string]string
	text, _ := base64.StdEncoding.DecodeString(encoded)
	_ = json.Unmarshal(text, &file)
	for line := range strings.Lines(file["key"]) {
		if !strings.HasPrefix(line, "-----") {
			c.keep(what, strings.TrimSpace(line))
		}
	}
	c.keep("file with the "+what, encoded)
}

// members collects the values in a JSON text whose names are those of secrets.
func (c *canaries) members(what string, text []byte) {
	var value any
	if json.Unmarshal(text, &value) == nil {
		c.walk(what, value)
	}
}

func (c *canaries) walk(what string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if text, ok := member.(string); ok && secretName.MatchString(name) {
				c.keep(what+" "+name, text)
			}
			if text, ok := member.(string); ok && name == "keyDetails" {
				c.privateKey("line of a made key", text)
			}
			c.walk(what, member)
		}
	case []any:
		for _, member := range v {
			c.walk(what, member)
		}
	}
}

// watch records requests to the platforms and their responses, even if a fault truncates the response.
func (c *canaries) watch(outer func(string, http.Handler) http.Handler) func(string, http.Handler) http.Handler {
	return func(platform string, next http.Handler) http.Handler {
		next = outer(platform, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			c.request(platform, r, body)
			rec := httptest.NewRecorder()
			next.ServeHTTP(rec, r)
			c.members("answer of "+platform, rec.Body.Bytes())
			if form, _ := url.ParseQuery(string(body)); form.Has("assertion") && rec.Code == http.StatusOK {
				c.carry("what the private key has signed")
			}
			for name, values := range rec.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(rec.Code)
			_, _ = w.Write(rec.Body.Bytes())
		})
	}
}

// request collects the secrets in a request, and counts those already known: the absence of a secret from a log proves
// something only if the secret was used.
func (c *canaries) request(platform string, r *http.Request, body []byte) {
	scheme, credentials, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	known := []string{credentials, r.Header.Get("X-Proxy-Token")}
	c.keep(scheme+" credentials of "+platform, credentials)
	if _, password, ok := r.BasicAuth(); ok {
		known = append(known, c.keep("password of "+platform, password))
	}
	c.members("request to "+platform, body)
	var object map[string]any
	_ = json.Unmarshal(body, &object)
	for _, member := range object {
		text, _ := member.(string)
		known = append(known, text)
	}
	if form, err := url.ParseQuery(string(body)); err == nil {
		for name := range form {
			if secretName.MatchString(name) {
				known = append(known, c.keep("form to "+platform, form.Get(name)))
			}
		}
	}
	for _, secret := range known {
		c.see(secret)
	}
	header := r.Header.Clone()
	header.Del("Authorization")
	header.Del("X-Proxy-Token")
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(&c.sent, "%s %s %v\n", r.Method, r.URL, header)
}

// see counts a request that carries a secret, by the description of the secret.
func (c *canaries) see(secret string) {
	c.mu.Lock()
	what, ok := c.found[secret]
	c.mu.Unlock()
	if ok {
		c.carry(what)
	}
}

func (c *canaries) carry(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.carried[what]++
}

// enough checks that there were secrets of each kind to find: those that the platforms issued, and those that the test gave
// to the provider and the provider used.
func (c *canaries) enough(t *testing.T) {
	t.Helper()
	sorts := map[string]int{}
	for _, what := range c.found {
		sorts[what]++
	}
	atLeast(t, "known", sorts, map[string]int{
		"line of the private key":        10,
		"line of a made key":             20,
		"answer of zitadel access_token": 2, "answer of keycard access_token": 2, "answer of lerian accessToken": 2,
		"answer of zitadel clientSecret": 2, "answer of keycard password": 3, "answer of lerian clientSecret": 1,
		"form to zitadel": 1, "Basic credentials of zitadel": 4, "Basic credentials of keycard": 3,
	})
	atLeast(t, "sent", c.carried, map[string]int{
		"ZITADEL_CLIENT_SECRET": 1, "KEYCARD_CLIENT_SECRET": 1, "LERIAN_PASSWORD": 1, "what the private key has signed": 1,
		"wrong ZITADEL_CLIENT_SECRET": 1, "wrong KEYCARD_CLIENT_SECRET": 1, "wrong LERIAN_PASSWORD": 1,
		"header of a gateway": strings.Count(c.sent.String(), "\n"), // every request
	})
}

func atLeast(t *testing.T, how string, got, want map[string]int) {
	t.Helper()
	for what, n := range want {
		if got[what] < n {
			t.Errorf("only %d of %s were %s, want at least %d: %v", got[what], what, how, n, got)
		}
	}
}

// absent looks for each secret verbatim, in base64 and URL-encoded.
func (c *canaries) absent(t *testing.T, where, text string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for secret, what := range c.found {
		for form, shown := range map[string]string{
			"": secret, " in base64": base64.StdEncoding.EncodeToString([]byte(secret)), " in a URL": url.QueryEscape(secret),
		} {
			if at := strings.Index(text, shown); at >= 0 {
				from := max(0, at-120)
				t.Errorf("%s holds a secret (%s)%s, after: %s", where, what, form, text[from:at])
			}
		}
	}
}
