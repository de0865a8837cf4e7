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

// shortest is the length from which on a text is taken for a secret: none here is shorter, and shorter ones are found by
// chance.
const shortest = 12

// canaries are the secrets of a test, by what they are, and what was sent to platforms outside the places for secrets.
type canaries struct {
	mu    sync.Mutex
	found map[string]string // what it is, by the secret
	sent  strings.Builder
}

func (c *canaries) keep(what, secret string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.found[secret]; !known && len(secret) >= shortest {
		c.found[secret] = what
	}
	return secret
}

var secretName = regexp.MustCompile(`(?i)secret$|token$|password$|assertion|^key$`)

// environment collects the provider's credentials. Of a key in JSON each line counts.
func (c *canaries) environment(env map[string]string) {
	for name, value := range env {
		switch {
		case strings.HasSuffix(name, "_JWT_PROFILE_JSON"):
			var file map[string]string
			_ = json.Unmarshal([]byte(value), &file)
			for line := range strings.Lines(file["key"]) {
				if !strings.HasPrefix(line, "-----") {
					c.keep("line of the private key", strings.TrimSpace(line))
				}
			}
		case secretName.MatchString(name):
			c.keep(name, value)
		}
	}
}

// members collects the values of a JSON text whose names are those of secrets.
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
			c.walk(what, member)
		}
	case []any:
		for _, member := range v {
			c.walk(what, member)
		}
	}
}

// watch sees what platforms get and what they answer, also when a fault keeps the answer from arriving in full.
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
			for name, values := range rec.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(rec.Code)
			_, _ = w.Write(rec.Body.Bytes())
		})
	}
}

func (c *canaries) request(platform string, r *http.Request, body []byte) {
	scheme, credentials, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	c.keep(scheme+" credentials of "+platform, credentials)
	if _, password, ok := r.BasicAuth(); ok {
		c.keep("password of "+platform, password)
	}
	c.members("request to "+platform, body)
	if form, err := url.ParseQuery(string(body)); err == nil {
		for name := range form {
			if secretName.MatchString(name) {
				c.keep("form to "+platform, form.Get(name))
			}
		}
	}
	header := r.Header.Clone()
	header.Del("Authorization")
	header.Del("X-Proxy-Token")
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(&c.sent, "%s %s %v\n", r.Method, r.URL, header)
}

// enough makes sure that there was something to find, of each sort.
func (c *canaries) enough(t *testing.T) {
	t.Helper()
	sorts := map[string]int{}
	for _, what := range c.found {
		sorts[what]++
	}
	for what, atLeast := range map[string]int{
		"ZITADEL_CLIENT_SECRET": 1, "KEYCARD_CLIENT_SECRET": 1, "LERIAN_PASSWORD": 1, "line of the private key": 10,
		"answer of zitadel access_token": 2, "answer of keycard access_token": 2, "answer of lerian accessToken": 2,
		"answer of zitadel clientSecret": 2, "answer of keycard password": 3, "answer of lerian clientSecret": 1,
		"form to zitadel": 1, "Basic credentials of zitadel": 4, "header of http.headers": 1,
		"Basic credentials of keycard": 3, "age identity": 1,
	} {
		if sorts[what] < atLeast {
			t.Errorf("only %d of %s was seen, and there are at least %d: %v", sorts[what], what, atLeast, sorts)
		}
	}
}

// absent looks for each secret as it is, in base64 and as part of a URL.
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
