// Package contract checks in tests that all requests and responses conform to the OpenAPI descriptions of the platforms.
package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// SpecFile returns the path of a platform's contract, internal/platform/<platform>/openapi.yaml, from any test's working
// directory.
func SpecFile(platform string) string {
	const contracts = "internal/platform"
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		_, missing := os.Stat(filepath.Join(dir, "go.mod"))
		if missing == nil || dir == filepath.Dir(dir) {
			break
		}
	}
	return filepath.Join(dir, contracts, platform, "openapi.yaml")
}

// Middleware checks requests and responses against the contract in specFile. It reports each violation as a test error with
// method, path and rule, but never the value. A request that the contract does not describe is a violation. It does not
// check responses that next aborts, nor error responses without a body or from a proxy (HTML).
func Middleware(t testing.TB, specFile string, next http.Handler) http.Handler {
	t.Helper()
	c := checker{t: t, router: routes(t, specFile), next: next, options: &openapi3filter.Options{
		AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
		MultiError:                        true,
		SkipSettingDefaults:               true,
		IncludeResponseStatus:             true,
		RejectWhenRequestBodyNotSpecified: true,
	}}
	return http.HandlerFunc(c.serve)
}

// Check validates a JSON text against the schema with that name in specFile.
func Check(t testing.TB, specFile, schema string, text []byte) error {
	t.Helper()
	ref := load(t, specFile).Components.Schemas[schema]
	if ref == nil {
		return fmt.Errorf("contract %s has no schema %s", specFile, schema)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	if err := ref.Value.VisitJSON(value, openapi3.MultiErrors()); err != nil {
		return fmt.Errorf("%s: %s", schema, describe(err))
	}
	return nil
}

// known caches the routes of each contract, so that each is read once per test run.
var known sync.Map

func routes(t testing.TB, specFile string) routers.Router {
	t.Helper()
	if found, ok := known.Load(specFile); ok {
		router, _ := found.(routers.Router)
		return router
	}
	router, err := gorillamux.NewRouter(load(t, specFile))
	if err != nil {
		t.Fatalf("contract %s: %v", specFile, err)
	}
	known.Store(specFile, router)
	return router
}

// load reads a contract without its servers, because tests serve it on loopback.
func load(t testing.TB, specFile string) *openapi3.T {
	t.Helper()
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromFile(specFile)
	if err != nil {
		t.Fatalf("contract %s: %v", specFile, err)
	}
	if err := doc.Validate(loader.Context); err != nil {
		t.Fatalf("contract %s: %v", specFile, err)
	}
	doc.Servers = nil
	return doc
}

type checker struct {
	t       testing.TB
	router  routers.Router
	next    http.Handler
	options *openapi3filter.Options
}

func (c checker) serve(w http.ResponseWriter, r *http.Request) {
	request, err := c.request(r)
	if err != nil {
		c.t.Errorf("%s %s: request: %s", r.Method, r.URL.Path, describe(err))
	}
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	c.next.ServeHTTP(rec, r)
	if request == nil || foreign(rec) {
		return
	}
	if err := c.answer(r.Context(), request, rec); err != nil {
		c.t.Errorf("%s %s: answer %d: %s", r.Method, r.URL.Path, rec.status, describe(err))
	}
}

// request validates the request and restores its body for next.
func (c checker) request(r *http.Request) (*openapi3filter.RequestValidationInput, error) {
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	checked := r.Clone(r.Context())
	checked.Body = io.NopCloser(bytes.NewReader(body))
	input := &openapi3filter.RequestValidationInput{Request: checked, PathParams: params, Route: route, Options: c.options}
	return input, openapi3filter.ValidateRequest(r.Context(), input)
}

func (c checker) answer(ctx context.Context, request *openapi3filter.RequestValidationInput, rec *recorder) error {
	return openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: request,
		Status:                 rec.status,
		Header:                 rec.Header(),
		Body:                   io.NopCloser(&rec.body),
		Options:                c.options,
	})
}

// foreign reports whether a response is not the platform's: a proxy's error page, or an error without a body.
func foreign(rec *recorder) bool {
	kind, _, _ := mime.ParseMediaType(rec.Header().Get("Content-Type"))
	return rec.status >= http.StatusBadRequest && (kind == "text/html" || rec.body.Len() == 0)
}
