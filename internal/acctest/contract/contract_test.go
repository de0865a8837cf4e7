package contract

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

const spec = "testdata/openapi.yaml"

// journal is a test that only records its errors.
type journal struct {
	testing.TB
	errors []string
}

func (*journal) Helper() {}

func (j *journal) Errorf(format string, args ...any) {
	j.errors = append(j.errors, fmt.Sprintf(format, args...))
}

func TestMiddleware_ContractViolations_AreReported(t *testing.T) {
	const hidden = "hunter2"
	json := func(status int, body string) http.HandlerFunc {
		return answer(status, "application/json", body)
	}
	tests := map[string]struct {
		method, path, body string
		answer             http.HandlerFunc
		want               string // a part of the only error; empty for no error
	}{
		"both good":                 {"PUT", "/things/1", `{"name":"ab"}`, json(200, `{"name":"ab"}`), ""},
		"an error answer":           {"PUT", "/things/1", `{"name":"ab"}`, json(404, `{"error":"x"}`), ""},
		"a proxy's page":            {"PUT", "/things/1", `{"name":"ab"}`, answer(502, "text/html", "<p>"), ""},
		"no body in an error":       {"PUT", "/things/1", `{"name":"ab"}`, answer(500, "", ""), ""},
		"no content":                {"DELETE", "/things/1", "", answer(204, "", ""), ""},
		"unknown path":              {"PUT", "/other", `{}`, json(200, `{}`), "PUT /other: request: no matching operation was found"},
		"unknown method":            {"PATCH", "/things/1", `{}`, json(200, `{}`), "PATCH /things/1: request: method not allowed"},
		"parameter too long":        {"PUT", "/things/123456", `{"name":"ab"}`, json(200, `{"name":"ab"}`), "request: path parameter id: maximum string length is 5"},
		"no request body":           {"PUT", "/things/1", "", json(200, `{"name":"ab"}`), "request: body: value is required but missing"},
		"a body too many":           {"DELETE", "/things/1", `{}`, answer(204, "", ""), "request body not allowed"},
		"request is no JSON":        {"PUT", "/things/1", `{"name":"` + hidden, json(200, `{"name":"ab"}`), "request: body: failed to decode request body: cannot be decoded"},
		"unknown field sent":        {"PUT", "/things/1", `{"name":"ab","nome":"x"}`, json(200, `{"name":"ab"}`), `property "nome" is unsupported`},
		"secret sent too long":      {"PUT", "/things/1", `{"name":"ab","secret":"` + hidden + `"}`, json(200, `{"name":"ab"}`), "request: body: doesn't match schema #/components/schemas/Thing: /secret: maximum string length is 3"},
		"secret answered too long":  {"PUT", "/things/1", `{"name":"ab"}`, json(200, `{"name":"ab","secret":"`+hidden+`"}`), "answer 200: response body doesn't match schema #/components/schemas/Thing: /secret: maximum string length is 3"},
		"rule inside allOf":         {"PUT", "/things/1", `{"name":"ab"}`, json(200, `{"name":"ab","both":"`+hidden+`"}`), "maximum string length is 4"},
		"no part of oneOf":          {"PUT", "/things/1", `{"name":"ab"}`, json(200, `{"name":"ab","one":"`+hidden+`"}`), "value must be"},
		"missing field answered":    {"PUT", "/things/1", `{"name":"ab"}`, json(200, `{}`), `property "name" is missing`},
		"status not in contract":    {"DELETE", "/things/1", "", json(200, `{}`), "answer 200: status is not supported"},
		"text instead of JSON":      {"PUT", "/things/1", `{"name":"ab"}`, answer(200, "text/plain", hidden), "Content-Type has unexpected value"},
		"error in another envelope": {"PUT", "/things/1", `{"name":"ab"}`, json(400, `{"message":"x"}`), `answer 400: response body doesn't match schema: /error: property "error" is missing`},
		"answer is no JSON":         {"PUT", "/things/1", `{"name":"ab"}`, json(200, `{"name":"`+hidden), "answer 200: failed to decode response body: cannot be decoded"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			j := &journal{TB: t}
			rec := httptest.NewRecorder()
			req := httptest.NewRequest(tc.method, tc.path, strings.NewReader(tc.body))
			req.Header.Set("Content-Type", "application/json")
			Middleware(j, spec, tc.answer).ServeHTTP(rec, req)

			said := strings.Join(j.errors, "\n")
			if tc.want == "" && said != "" || !strings.Contains(said, tc.want) {
				t.Errorf("reported %q, want %q", said, tc.want)
			}
			if len(j.errors) > 1 {
				t.Errorf("one difference was reported %d times: %s", len(j.errors), said)
			}
			if strings.Contains(said, hidden) {
				t.Errorf("a value was printed: %s", said)
			}
		})
	}
}

func TestRequestAndAnswerPassUnchanged(t *testing.T) {
	const body = `{"name":"ab"}`
	echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.Copy(w, r.Body)
	})
	server := httptest.NewServer(Middleware(t, spec, echo))
	defer server.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL+"/things/1", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if got, _ := io.ReadAll(resp.Body); string(got) != body || resp.StatusCode != http.StatusOK {
		t.Errorf("got %d %s, want the body that was sent", resp.StatusCode, got)
	}
}

func TestMiddleware_BrokenConnection_IsNotReported(t *testing.T) {
	j := &journal{TB: t}
	broken := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	defer func() {
		if recover() == nil || len(j.errors) > 0 {
			t.Errorf("the broken connection was hidden or reported: %v", j.errors)
		}
	}()
	Middleware(j, spec, broken).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodDelete, "/things/1", nil))
}

func TestCheckNamesTheRule(t *testing.T) {
	tests := map[string]struct{ schema, text, want string }{
		"good":           {"Thing", `{"name":"ab"}`, ""},
		"short":          {"Thing", `{"name":"a"}`, "Thing: /name: minimum string length is 2"},
		"no JSON":        {"Thing", `{`, "unexpected end of JSON input"},
		"unknown schema": {"Other", `{}`, "has no schema Other"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := Check(t, spec, tc.schema, []byte(tc.text))
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestSpecFileIsFoundFromAnyFolder(t *testing.T) {
	want, err := filepath.Abs("../../platform/zitadel/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("testdata")
	if got := SpecFile("zitadel"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func answer(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}
