package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// serveTLS starts a server with an untrusted certificate. It returns the server, the file of the certificate's authority,
// and the number of connections.
func serveTLS(t *testing.T) (*httptest.Server, string, *atomic.Int32) {
	t.Helper()
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(reply(http.StatusOK, "{}"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	content := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	return server, writeFile(t, string(content)), &connections
}

func writeFile(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTLS_CACertificateFile_IsTrusted(t *testing.T) {
	server, file, _ := serveTLS(t)
	c := quick()
	c.CACertificateFile = file
	wantStatus(t, newTransport(t, c).Client(), newRequest(t.Context(), t, "GET", server.URL, ""), 200)
}

func TestTLS_InsecureSkipVerify_DisablesVerification(t *testing.T) {
	server, _, _ := serveTLS(t)
	c := quick()
	c.InsecureSkipVerify = true
	wantStatus(t, newTransport(t, c).Client(), newRequest(t.Context(), t, "GET", server.URL, ""), 200)
}

func TestUntrustedCertificateFailsAtOnceAndNamesTheSetting(t *testing.T) {
	for _, method := range []string{"GET", "POST"} {
		t.Run(method, func(t *testing.T) {
			server, _, connections := serveTLS(t)
			err := wantError(t, quickClient(t), newRequest(t.Context(), t, method, server.URL, ""), idp.ErrUnavailable)
			wantContains(t, err.Hint, "http.ca_certificate_file")
			wantContains(t, err.Message, "certificate", "authority")
			if n := connections.Load(); n != 1 {
				t.Errorf("%d connections, want 1: a bad certificate is the same the next time", n)
			}
		})
	}
}

func TestCertificateOfAnotherHostPointsAtTheEndpoint(t *testing.T) {
	server, _, connections := serveTLS(t)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	base := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
		},
	}
	req := newRequest(t.Context(), t, "GET", "https://idp.invalid/", "")
	err := wantError(t, over(quick(), base).Client(), req, idp.ErrUnavailable)
	wantContains(t, err.Hint, "endpoint")
	wantLacks(t, err.Hint, "ca_certificate_file")
	wantContains(t, err.Message, "idp.invalid")
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections, want 1", n)
	}
}

func TestServerWithoutTLS12_IsRefused(t *testing.T) {
	for version, accepted := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true} {
		t.Run(tls.VersionName(version), func(t *testing.T) {
			server := httptest.NewUnstartedServer(reply(http.StatusOK, "{}"))
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: version}
			server.StartTLS()
			t.Cleanup(server.Close)
			c := quick()
			c.InsecureSkipVerify = true
			req := newRequest(t.Context(), t, "GET", server.URL, "")
			if accepted {
				wantStatus(t, newTransport(t, c).Client(), req, 200)
				return
			}
			wantContains(t, wantError(t, newTransport(t, c).Client(), req, idp.ErrUnavailable).Message, "protocol version")
		})
	}
}

func TestUnusableAuthorityFileIsNamed(t *testing.T) {
	for name, file := range map[string]string{
		"missing":   filepath.Join(t.TempDir(), "missing.pem"),
		"empty":     writeFile(t, ""),
		"not PEM":   writeFile(t, "no certificate"),
		"only keys": writeFile(t, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("key")}))),
	} {
		t.Run(name, func(t *testing.T) {
			transport, err := New(Config{CACertificateFile: file})
			if err == nil || transport != nil {
				t.Fatalf("got %v, %v", transport, err)
			}
			wantContains(t, err.Error(), file)
		})
	}
}

func TestTLS_CACertificateFile_ExtendsSystemPool(t *testing.T) {
	server, file, _ := serveTLS(t)
	want, err := x509.SystemCertPool()
	if err != nil {
		t.Skip(err)
	}
	want.AddCert(server.Certificate())
	got, err := trust(file)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Equal(want) {
		t.Error("the pool is not that of the system with the file's certificate")
	}
}

func TestProxyOfTheEnvironmentIsUsed(t *testing.T) {
	before := len(proxied.requests())
	_, body, err := send(t, quickClient(t), newRequest(t.Context(), t, "GET", "http://idp.invalid/oauth", ""))
	if err != nil || body != "by the proxy" {
		t.Fatalf("got %q, %v", body, err)
	}
	requests := proxied.requests()[before:]
	if len(requests) != 1 || requests[0].URL != "http://idp.invalid/oauth" {
		t.Errorf("the proxy saw %v", requests)
	}
}

func TestHeadersOfEveryRequest(t *testing.T) {
	server, url := serve(t, reply(200, "{}"))
	c := quick()
	c.UserAgent = "terraform-provider-idp/1.2.3 terraform/1.16.0"
	transport := newTransport(t, c).For(Peer{
		Endpoints: map[string]string{"zitadel.endpoint": url}, Headers: map[string]string{"cf-access-client-id": "gateway", "user-agent": "someone else"},
	})
	for name, client := range map[string]*http.Client{
		"with a token": transport.Authenticated(StaticToken("t0ken")), "without": transport.Client(),
	} {
		t.Run(name, func(t *testing.T) {
			req := newRequest(t.Context(), t, "POST", url, "{}")
			req.Header.Set("Content-Type", "application/json")
			wantStatus(t, client, req, 200)
			requests := server.requests()
			got := requests[len(requests)-1].Header
			want := map[string]string{
				"User-Agent": c.UserAgent, "Cf-Access-Client-Id": "gateway",
				"Accept": "application/json", "Content-Type": "application/json", "Authorization": "",
			}
			if name == "with a token" {
				want["Authorization"] = "Bearer t0ken"
			}
			for header, value := range want {
				if got.Get(header) != value {
					t.Errorf("%s: %q, want %q", header, got.Get(header), value)
				}
			}
			if len(req.Header) != 1 {
				t.Errorf("the caller's request was changed: %v", req.Header)
			}
		})
	}
}

func TestAcceptOfTheCallerIsKept(t *testing.T) {
	server, url := serve(t, reply(200, "{}"))
	req := newRequest(t.Context(), t, "GET", url, "")
	req.Header.Set("Accept", "application/jwt")
	wantStatus(t, quickClient(t), req, 200)
	if got := server.requests()[0].Header.Values("Accept"); len(got) != 1 || got[0] != "application/jwt" {
		t.Errorf("Accept: %q", got)
	}
}

func TestResponse_Context_IsThatOfTheOperation(t *testing.T) {
	_, url := serve(t, reply(400, "{}"))
	resp, _, err := send(t, quickClient(t), requestBy(Repeatable(t.Context()), t, "POST", url))
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Request.Context().Err(); err != nil || !mayRepeat(resp.Request) {
		t.Errorf("the context of the answer's request has ended: %v", err)
	}
}
