package emulator_test

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const creating = "lerian.create_application"

func TestFault_OnCreate_DeterminesResponseAndEffect(t *testing.T) {
	for name, c := range map[string]struct {
		fault   string // JSON without the operation
		status  int    // 0: no response
		body    string
		cut     bool // the body is truncated
		created int
	}{
		"drop_before":         {`"kind":"drop_before"`, 0, "", false, 0},
		"drop_after_commit":   {`"kind":"drop_after_commit"`, 0, "", false, 1},
		"status":              {`"kind":"status","status":503,"retry_after":"7","body":"{\"code\":\"IDE-0064\"}"`, 503, "IDE-0064", false, 0},
		"status by default":   {`"kind":"status"`, 500, "", false, 0},
		"html":                {`"kind":"html"`, 502, "<html>", false, 0},
		"truncate":            {`"kind":"truncate"`, 201, `{"id"`, true, 1},
		"delay":               {`"kind":"delay","delay_ms":1`, 201, "clientSecret", false, 1},
		"of the platform":     {`"kind":"unauthenticated_once"`, 401, "IDE-0009", false, 0},
		"of another platform": {`"kind":"unique_violation"`, 201, "clientSecret", false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			e := start(t, emulator.Options{})
			token := login(t, e)
			control(t, e, "POST", "/faults", `{"operation":"`+creating+`",`+c.fault+`}`, http.StatusNoContent)
			response, text, err := send(createRequest(t, e, token))
			switch {
			case c.status == 0 && response != nil:
				t.Errorf("answered with %d %s", response.StatusCode, text)
			case c.status == 0:
			case response == nil:
				t.Fatal(err)
			case response.StatusCode != c.status, !strings.Contains(text, c.body), c.cut != (err != nil):
				t.Errorf("got %d %s, %v", response.StatusCode, text, err)
			}
			if c.status == 503 && response.Header.Get("Retry-After") != "7" {
				t.Errorf("headers %v", response.Header)
			}
			if n := len(e.Applications()["lerian"]); n != c.created {
				t.Errorf("%d applications, want %d", n, c.created)
			}
			create(t, e, token) // the fault applied to one request
			if n := e.Journal.ByOperation()[creating]; n != 2 {
				t.Errorf("the journal has %d requests, want 2: faults do not hide them", n)
			}
		})
	}
}

func TestFaults_FireInOrderAndExactlyTimes(t *testing.T) {
	e := start(t, emulator.Options{})
	token := login(t, e)
	control(t, e, "POST", "/faults", `{"operation":"`+creating+`","kind":"status","status":503,"times":2}`, 204)
	control(t, e, "POST", "/faults", `{"operation":"`+creating+`","kind":"html"}`, 204)
	control(t, e, "POST", "/faults", `{"operation":"lerian.login","kind":"drop_before","times":9}`, 204)
	for _, want := range []int{503, 503, 502, 201} {
		if response, _, err := send(createRequest(t, e, token)); err != nil || response.StatusCode != want {
			t.Fatalf("got %v, %v, want %d", response, err, want)
		}
	}
	control(t, e, "DELETE", "/faults", "", 204)
	login(t, e)
}

func TestDelayedRequestIsCarriedOutThoughItsCallerHasGone(t *testing.T) {
	done := make(chan struct{})
	e := start(t, emulator.Options{Backend: func(_ string, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r)
			if r.Method == http.MethodDelete {
				close(done)
			}
		})
	}})
	token := login(t, e)
	url := e.Environment()["LERIAN_IDENTITY_ENDPOINT"] + "/v1/applications/" + create(t, e, token)
	err := e.Arm(fault.Fault{
		Operation: "lerian.delete_application", Kind: fault.Delay, DelayMS: int(time.Hour / time.Millisecond),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	trace := &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { cancel() }}
	r := newRequest(t, "DELETE", url, "", token)
	if _, _, err := send(r.WithContext(httptrace.WithClientTrace(ctx, trace))); err == nil {
		t.Error("the request was answered")
	}
	<-done
	if n := len(e.Applications()["lerian"]); n != 0 {
		t.Errorf("%d applications, want none", n)
	}
}

func TestArm_UnknownOperation_ListsKnownOperations(t *testing.T) {
	e := start(t, emulator.Options{})
	if err := e.Arm(fault.Fault{Operation: "lerian.rename", Kind: fault.HTML}); err == nil {
		t.Error("an unknown operation was armed")
	} else {
		wantContains(t, err.Error(), "lerian.rename", "lerian.login", "keycard.create_application")
	}
	if err := e.Arm(fault.Fault{Operation: creating, Kind: "rain"}); err == nil {
		t.Error("an unknown kind was armed")
	} else {
		wantContains(t, err.Error(), "rain", "drop_before", "lost_read")
	}
	if err := e.Faults.Arm(fault.Fault{Kind: fault.HTML}); err == nil {
		t.Error("a fault of no operation was armed")
	}
}
