package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"

	"github.com/hashicorp/go-retryablehttp"
)

// verdict is what to do after an attempt.
type verdict int

const (
	final   verdict = iota // no retry: it would fail again, or could repeat a write
	counted                // a retry can succeed; MaxRetries limits the number
	outage                 // a retry will succeed once the platform is reachable or not overloaded; the operation's deadline limits the time
)

// classify applies the rules that all platforms share. Requests that may be repeated are retried after a broken connection,
// and after responses that say "later" or give no reason (500): otherwise one failed read of hundreds would fail a whole
// plan. All other requests are retried only if they were certainly not carried out: not sent, rejected with a 429, or not
// done according to the platform's own words.
func (r retry) classify(resp *http.Response, err error) verdict {
	switch {
	case err != nil:
		return classifyLost(err)
	case resp.StatusCode == http.StatusTooManyRequests, r.transient.says(resp):
		return outage
	case !mayRepeat(resp.Request):
		return final
	}
	switch resp.StatusCode {
	case http.StatusServiceUnavailable:
		if resp.Header.Get("Retry-After") != "" { // the platform itself says when it will be back
			return outage
		}
		return counted
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return counted
	}
	return final
}

// classifyLost classifies an attempt without a response. An invalid certificate, or a response that is too long, will not
// change.
func classifyLost(err error) verdict {
	lost, ok := errors.AsType[*lostError](err)
	if !ok || lost.sent && !lost.repeatable {
		return final
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, tooLong := errors.AsType[*http.MaxBytesError](err)
	transient, _ := retryablehttp.DefaultRetryPolicy(context.Background(), nil, err) // false for an invalid scheme, for example
	if untrusted || tooLong || speaksHTTP(err) || !transient {
		return final
	}
	if unknownHost(err) || refusedHandshake(err) {
		return counted // something responded, and will probably respond in the same way
	}
	return outage
}

func unknownHost(err error) bool {
	dns, ok := errors.AsType[*net.DNSError](err)
	return ok && dns.IsNotFound
}

// speaksHTTP reports whether the server responded to a TLS handshake with HTTP.
func speaksHTTP(err error) bool {
	record, ok := errors.AsType[tls.RecordHeaderError](err)
	return ok && string(record.RecordHeader[:]) == "HTTP/"
}

func refusedHandshake(err error) bool {
	network, ok := errors.AsType[*net.OpError](err)
	_, garbage := errors.AsType[tls.RecordHeaderError](err)
	return garbage || ok && network.Op == "remote error" // a TLS alert
}
