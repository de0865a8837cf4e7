package transport

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// hang never responds.
func hang(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func hangAfterSending(req *http.Request) (*http.Response, error) {
	connect(req)
	return hang(req)
}

type hangingBody struct{ context.Context }

func (b hangingBody) Read([]byte) (int, error) { <-b.Done(); return 0, b.Err() }
func (hangingBody) Close() error               { return nil }

func hangWhileAnswering(req *http.Request) (*http.Response, error) {
	connect(req)
	resp := answer(req, 200, "")
	resp.Body = hangingBody{req.Context()}
	return resp, nil
}

func TestTimeout_NoResponse_ReadFailsAndWriteIsAmbiguous(t *testing.T) {
	for name, c := range map[string]struct {
		method   string
		base     direct
		timeout  time.Duration
		kind     idp.Kind
		attempts time.Duration
	}{
		"GET":                         {"GET", hangAfterSending, 3 * time.Second, idp.ErrUnavailable, 2},
		"GET, in the body":            {"GET", hangWhileAnswering, 3 * time.Second, idp.ErrUnavailable, 2},
		"repeatable POST":             {repeatablePOST, hangAfterSending, 3 * time.Second, idp.ErrUnavailable, 2},
		"POST before it is connected": {"POST", hang, 3 * time.Second, idp.ErrUnavailable, 2},
		"POST":                        {"POST", hangAfterSending, 3 * time.Second, idp.ErrAmbiguous, 1},
		"POST, in the body":           {"POST", hangWhileAnswering, 3 * time.Second, idp.ErrAmbiguous, 1},
		"PATCH":                       {"PATCH", hangAfterSending, 3 * time.Second, idp.ErrAmbiguous, 1},
		"POST, by default":            {"POST", hangAfterSending, 0, idp.ErrAmbiguous, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				config := quick()
				config.Timeout, config.MaxRetries = c.timeout, new(1)
				began := time.Now()
				err := wantError(t, over(config, c.base).Client(), requestBy(t.Context(), t, c.method, "https://idp.invalid/v1/apps"), c.kind)
				wantContains(t, err.Message, "idp.invalid", "timed out")
				wantContains(t, err.Hint, "http.timeout")
				if c.timeout == 0 {
					c.timeout = DefaultTimeout
				}
				if took := time.Since(began); took != c.attempts*c.timeout {
					t.Errorf("it took %v, want %d attempts of %v", took, c.attempts, c.timeout)
				}
			})
		})
	}
}

func TestOperationEnds_RequestInProgress_WriteIsAmbiguous(t *testing.T) {
	for method, kind := range map[string]idp.Kind{
		"GET": idp.ErrUnavailable, "DELETE": idp.ErrUnavailable, repeatablePOST: idp.ErrUnavailable,
		"POST": idp.ErrAmbiguous, "PUT": idp.ErrAmbiguous, "PATCH": idp.ErrAmbiguous,
	} {
		t.Run(method, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			server, url := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				cancel()
				<-r.Context().Done()
			})
			err := wantError(t, quickClient(t), requestBy(ctx, t, method, url), kind)
			wantContains(t, err.Message, "cancelled")
			if err.Hint != "" {
				t.Errorf("who cancelled needs no hint: %q", err.Hint)
			}
			if n := len(server.requests()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

func TestOperationEnded_BeforeRequest_SendsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	server, url := serve(t, reply(201, "{}"))
	wantError(t, quickClient(t), requestBy(ctx, t, "POST", url), idp.ErrUnavailable)
	if n := len(server.requests()); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

func TestWriteLostOverHTTP2IsNotSentAgain(t *testing.T) {
	server := &script{steps: []http.HandlerFunc{drop}}
	tlsServer := httptest.NewUnstartedServer(server)
	tlsServer.EnableHTTP2 = true
	tlsServer.StartTLS()
	t.Cleanup(tlsServer.Close)
	var versions []string
	base := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{
		InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			versions = append(versions, state.NegotiatedProtocol)
			return nil
		},
	}}
	t.Cleanup(base.CloseIdleConnections)
	wantError(t, over(quick(), base).Client(), requestBy(t.Context(), t, "POST", tlsServer.URL), idp.ErrAmbiguous)
	if n := len(server.requests()); n != 1 || versions[0] != "h2" {
		t.Errorf("%d requests over %v, want 1 over h2", n, versions)
	}
}

// speak returns the address of a server that responds to everything with the same text.
func speak(t *testing.T, text string) (endpoint string) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				_, _ = io.Copy(io.Discard, req.Body)
			}
			_, _ = io.WriteString(conn, text)
			_ = conn.Close()
		}
	}()
	return "http://" + listener.Addr().String()
}

func TestAnswerThatIsNotHTTPIsNotQuoted(t *testing.T) {
	for name, text := range map[string]string{
		"status line": "canary\r\n\r\n",
		"header":      "HTTP/1.1 200 OK\r\nX-Secret canary\r\n\r\n",
		"length":      "HTTP/1.1 200 OK\r\nContent-Length: canary\r\n\r\n",
		"encoding":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: canary\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			endpoint := speak(t, text)
			err := wantError(t, quickClient(t), requestBy(t.Context(), t, "POST", endpoint+"/v1/apps"), idp.ErrAmbiguous)
			wantContains(t, err.Error(), "no response from 127.0.0.1", "connection broken")
			wantLacks(t, err.Error(), "canary", "/v1/apps")
		})
	}
}

func refusal(status int, headers ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}}
	for i := 0; i < len(headers); i += 2 {
		resp.Header.Set(headers[i], headers[i+1])
	}
	return resp
}

func TestRefusal_Status_DeterminesKind(t *testing.T) {
	for status, want := range map[int]struct{ read, write idp.Kind }{
		204: {idp.ErrUnexpected, idp.ErrUnexpected},
		302: {idp.ErrUnexpected, idp.ErrUnexpected},
		400: {idp.ErrInvalid, idp.ErrInvalid},
		401: {idp.ErrUnauthenticated, idp.ErrUnauthenticated},
		403: {idp.ErrForbidden, idp.ErrForbidden},
		404: {idp.ErrUnexpected, idp.ErrUnexpected}, // only the platform's own error can tell that an application does not exist
		409: {idp.ErrUnexpected, idp.ErrUnexpected},
		422: {idp.ErrInvalid, idp.ErrInvalid},
		429: {idp.ErrRateLimited, idp.ErrRateLimited},
		500: {idp.ErrUnavailable, idp.ErrAmbiguous},
		501: {idp.ErrUnavailable, idp.ErrAmbiguous},
		502: {idp.ErrUnavailable, idp.ErrAmbiguous},
		503: {idp.ErrUnavailable, idp.ErrAmbiguous},
		504: {idp.ErrUnavailable, idp.ErrAmbiguous},
	} {
		for _, method := range append([]string{"GET", "DELETE", repeatablePOST}, onlyOnce...) {
			t.Run(fmt.Sprint(method, status), func(t *testing.T) {
				resp := refusal(status)
				resp.Request = requestBy(t.Context(), t, method, "https://idp.invalid")
				kind := want.read
				if method == "POST" || method == "PUT" || method == "PATCH" {
					kind = want.write
				}
				if e := Refusal(resp); e.Kind != kind || e.Status != status {
					t.Errorf("got %d %q, want %q", e.Status, e.Kind, kind)
				}
			})
		}
	}
}

func TestRefusal_Message_UsesStatusAndHeaders(t *testing.T) {
	for name, c := range map[string]struct {
		resp *http.Response
		want idp.Error
	}{
		"JSON": {refusal(400, "Content-Type", "application/json"), idp.Error{Kind: idp.ErrInvalid, Status: 400}},
		"request ID": {
			refusal(403, "X-Request-Id", "req-7"),
			idp.Error{Kind: idp.ErrForbidden, Status: 403, RequestID: "req-7"},
		},
		"web page": {
			refusal(404, "Content-Type", "text/html; charset=UTF-8"),
			idp.Error{
				Kind: idp.ErrUnexpected, Status: 404, Message: "got a web page instead of an API response",
				Hint: "Check the endpoint. If a proxy or a login page of this network answered, check HTTPS_PROXY and NO_PROXY.",
			},
		},
		"redirect, with a web page": {
			refusal(302, "Content-Type", "text/html", "Location", "https://user:canary@login.invalid/canary?canary"),
			idp.Error{
				Kind: idp.ErrUnexpected, Status: 302, Message: "got a redirect to login.invalid instead of an API response",
				Hint: "Set the endpoint to an address that answers without a redirect. " +
					"If a proxy or a login page of this network answered, check HTTPS_PROXY and NO_PROXY.",
			},
		},
		"redirect to nowhere": {
			refusal(308),
			idp.Error{
				Kind: idp.ErrUnexpected, Status: 308, Message: "got a redirect instead of an API response",
				Hint: "Set the endpoint to an address that answers without a redirect. " +
					"If a proxy or a login page of this network answered, check HTTPS_PROXY and NO_PROXY.",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(&c.want, Refusal(c.resp)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnswerThatCannotBeReadAfterAWriteIsAmbiguous(t *testing.T) {
	broken := json.Unmarshal([]byte("<html>"), new(int))
	for write, kind := range map[bool]idp.Kind{true: idp.ErrAmbiguous, false: idp.ErrUnexpected} {
		e := Failed(broken, write)
		if e.Kind != kind || !errors.Is(e, broken) || e.Message == "" {
			t.Errorf("write %v: %v", write, e)
		}
	}
}

func TestFailed_ProviderError_IsUnchanged(t *testing.T) {
	want := &idp.Error{Kind: idp.ErrRateLimited}
	for _, write := range []bool{true, false} {
		if got := Failed(&url.Error{Op: "Post", URL: "https://idp.invalid", Err: want}, write); got != want {
			t.Errorf("write %v: %v", write, got)
		}
	}
}
