package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// control returns the handler of the control interface, which shows and changes applications and injects faults. It is not
// part of any platform, and the journal does not count its requests.
func (e *Emulator) control() http.Handler {
	mux, routes := http.NewServeMux(), e.routes()
	for _, r := range routes {
		mux.Handle(r.call, answer(r.do))
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, usage(routes)) })
	mux.Handle("/", answer(noRoute))
	return mux
}

// answer returns a handler that writes the result of do as JSON, or 204 if there is none.
func answer(do func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := do(r)
		status := http.StatusOK
		switch {
		case errors.Is(err, ErrNotFound):
			status = http.StatusNotFound
		case err != nil:
			status = http.StatusBadRequest
		case body == nil:
			w.WriteHeader(http.StatusNoContent)
			return
		}
		if err != nil {
			body = map[string]string{"error": err.Error()}
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(body) // fails only if the client has disconnected
	})
}

func noRoute(r *http.Request) (any, error) {
	return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, ErrNotFound)
}

func (e *Emulator) getRequests(*http.Request) (any, error) {
	counts := e.Journal.ByOperation()
	total := 0
	for _, n := range counts { // not Total, which may include later requests
		total += n
	}
	return map[string]any{"total": total, "by_operation": counts}, nil
}

func (e *Emulator) deleteRequests(*http.Request) (any, error) {
	e.Journal.Reset()
	return nil, nil
}

func (e *Emulator) getApplications(*http.Request) (any, error) { return e.Applications(), nil }

func (e *Emulator) patchApplication(r *http.Request) (any, error) {
	var fields map[string]any
	if err := decode(r, &fields); err != nil {
		return nil, err
	}
	return nil, e.Change(r.PathValue("platform"), r.PathValue("id"), fields)
}

func (e *Emulator) deleteApplication(r *http.Request) (any, error) {
	return nil, e.Remove(r.PathValue("platform"), r.PathValue("id"))
}

func (e *Emulator) postFault(r *http.Request) (any, error) {
	var f fault.Fault
	if err := decode(r, &f); err != nil {
		return nil, err
	}
	return nil, e.Arm(f)
}

func (e *Emulator) deleteFaults(*http.Request) (any, error) {
	e.Faults.Clear()
	return nil, nil
}

// decode reads one JSON value and rejects unknown fields, so that a misspelt field is not ignored.
func decode(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("the body is not what this route takes: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("the body goes on after its JSON value")
	}
	return nil
}
