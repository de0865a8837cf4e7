// Package transport builds the HTTP clients for the platforms: TLS and proxy, user agent, bearer token, retries, limits,
// redacted logs, and uniform errors.
//
// A request passes through these layers, from the outside in:
//
//	outcome  returns every error as an *idp.Error
//	bearer   logs in once, adds the token, repeats the request once after a 401
//	retry    retries requests (go-retryablehttp), and knows which hosts are down
//	tracker  records attempts whose outcome is ambiguous
//	limit    limits the number of parallel requests
//	attempt  headers, timeout, whole body in memory, log line
package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

// The defaults of Config.
const (
	DefaultTimeout    = time.Minute
	DefaultMaxRetries = 4
)

// Config configures a Transport. A zero value of a field means its default.
type Config struct {
	UserAgent          string
	Timeout            time.Duration // per attempt
	MaxRetries         *int          // retries after responses; in an outage, the operation's deadline is the limit
	CACertificateFile  string        // PEM; trusted in addition to the system's certificates
	InsecureSkipVerify bool
	AllowPlaintext     bool // allow http:// endpoints on hosts other than this machine

	// Backoff returns the pause before attempt n+1 (n counts from 0). resp is nil if there was no response. Tests shorten
	// it.
	Backoff func(n int, resp *http.Response) time.Duration

	// Deadline returns when an operation ends, which limits its retries in an outage. The default is the deadline of the
	// context. Without a deadline, MaxRetries is the limit. Tests without pauses have no deadline.
	Deadline func(context.Context) (time.Time, bool)

	// WithTimeout limits the duration of an attempt. Tests end it early.
	WithTimeout func(context.Context, time.Duration) (context.Context, context.CancelFunc)

	// Pause waits between two checks of a platform. It returns the context's error. Tests replace it.
	Pause func(context.Context, time.Duration) error
}

// Transport creates clients that share connections.
type Transport struct {
	config  Config
	attempt *attempt
	hosts   *hosts
	peer    peer
}

// New returns a transport. It fails only if the CA certificate file is unusable.
func New(c Config) (*Transport, error) {
	base := cleanhttp.DefaultPooledTransport()
	base.MaxIdleConnsPerHost = 16                                                                              // Terraform handles ten resources in parallel by default; each keeps its connection
	base.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: c.InsecureSkipVerify} //nolint:gosec // asked for by name, and warned about
	if c.CACertificateFile != "" {
		pool, err := trust(c.CACertificateFile)
		if err != nil {
			return nil, err
		}
		base.TLSClientConfig.RootCAs = pool
	}
	base.OnProxyConnectResponse = proxyAnswer
	return &Transport{config: c, attempt: newAttempt(c, base), hosts: &hosts{}}, nil
}

// Pause waits for d, or until the operation ends.
func (t *Transport) Pause(ctx context.Context, d time.Duration) error {
	if t.config.Pause != nil {
		return t.config.Pause(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Client returns a client that sends no token: for logins, for public documents, and for requests with an application's own
// credentials.
func (t *Transport) Client() *http.Client {
	client := t.client(newRetry(t.config, nil, t.hosts, newTraffic().limited(t.attempt)))
	client.Transport = noWebPage{client.Transport}
	return client
}

// Authenticated returns a client for one platform that sends the token from login.
func (t *Transport) Authenticated(login Login, options ...Option) *http.Client {
	traffic := newTraffic(options...)
	next := tracker{traffic.limited(t.attempt), traffic.transient}
	return t.client(&bearer{login: login, next: newRetry(t.config, traffic.transient, t.hosts, next)})
}

func (t *Transport) client(next http.RoundTripper) *http.Client {
	return &http.Client{Transport: outcome{next, t.peer}, CheckRedirect: noRedirect}
}

func trust(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file) //nolint:gosec // the user names the file
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no PEM certificate", file)
	}
	return pool, nil
}

type repeatable struct{}

// Repeatable marks requests that may be sent twice although they are a POST: logins and searches.
func Repeatable(ctx context.Context) context.Context {
	return context.WithValue(ctx, repeatable{}, true)
}

// mayRepeat reports whether the request may be sent more than once.
func mayRepeat(req *http.Request) bool {
	switch req.Method {
	case http.MethodPost, http.MethodPatch, http.MethodPut:
		return req.Context().Value(repeatable{}) != nil
	default:
		return true
	}
}
