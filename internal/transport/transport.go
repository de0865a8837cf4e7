// Package transport builds the HTTP clients that the platforms are called with: TLS and proxy, user agent, bearer token,
// retries, limits, redacted logs, and one way to say what went wrong.
//
// A request passes these layers, from the outside in:
//
//	outcome  turns what is not an answer into an *idp.Error
//	bearer   logs in once, adds the token, replays once after a 401
//	retry    repeats what may be repeated (go-retryablehttp), and knows which hosts are down
//	tracker  notes attempts whose outcome is ambiguous
//	limit    holds back requests while too many are under way
//	attempt  headers, time limit, whole body in memory, log line
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

// Config says how platforms are called. The zero value of a field means its default.
type Config struct {
	UserAgent          string
	Timeout            time.Duration // of one attempt
	MaxRetries         *int          // retries after answers; an outage takes as many as the operation has time for
	CACertificateFile  string        // PEM; trusted beside the system's own
	InsecureSkipVerify bool
	AllowPlaintext     bool // endpoints may be http:// on other machines than this one

	// Backoff gives the pause before attempt n+1 (n counts from 0), after resp if there was one. Tests shorten it.
	Backoff func(n int, resp *http.Response) time.Duration

	// Deadline is when an operation ends, which bounds its retries in an outage: by default that of the context. Without one,
	// MaxRetries bounds these too. Tests that do not wait have none.
	Deadline func(context.Context) (time.Time, bool)

	// WithTimeout limits the time of an attempt. Tests end it early.
	WithTimeout func(context.Context, time.Duration) (context.Context, context.CancelFunc)

	// Pause waits between two looks at a platform. Its error is the context's. Tests do without.
	Pause func(context.Context, time.Duration) error
}

// Transport makes clients that share connections.
type Transport struct {
	config  Config
	attempt *attempt
	hosts   *hosts
	peer    peer
}

// New prepares a transport. The only error is an unusable CA certificate file.
func New(c Config) (*Transport, error) {
	base := cleanhttp.DefaultPooledTransport()
	base.MaxIdleConnsPerHost = 16                                                                              // Terraform walks ten resources at a time; each keeps its connection
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

// Pause waits for a time, or until the operation ends.
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

// Client returns a client that sends no token: for logins and public documents, and for what applications send themselves.
func (t *Transport) Client() *http.Client {
	client := t.client(newRetry(t.config, nil, t.hosts, newTraffic().limited(t.attempt)))
	client.Transport = noWebPage{client.Transport}
	return client
}

// Authenticated returns a client of one platform, which sends the token that login answers.
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

// Repeatable marks requests that may be sent twice although their method is POST: logins and searches.
func Repeatable(ctx context.Context) context.Context {
	return context.WithValue(ctx, repeatable{}, true)
}

// mayRepeat reports whether carrying out the request twice is the same as once.
func mayRepeat(req *http.Request) bool {
	switch req.Method {
	case http.MethodPost, http.MethodPatch, http.MethodPut:
		return req.Context().Value(repeatable{}) != nil
	default:
		return true
	}
}
