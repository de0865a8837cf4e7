package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"

	"github.com/hashicorp/go-retryablehttp"
)

// verdict is what follows from an attempt.
type verdict int

const (
	final   verdict = iota // another attempt would end the same, or might do twice what must be done once
	counted                // another attempt may succeed; MaxRetries bounds them
	outage                 // another attempt will succeed once the platform can be reached or has time; the operation's deadline bounds them
)

// classify decides by what every platform has in common. What may be repeated is repeated after a broken connection and after
// the answers that say "later" or name no reason (500): one failed read of hundreds would end a whole plan. Anything else
// only when it was certainly not carried out: it was never sent, it was turned away with a 429, or the platform's own
// words say so.
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
		if resp.Header.Get("Retry-After") != "" { // the platform itself says that it will be back
			return outage
		}
		return counted
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return counted
	}
	return final
}

// classifyLost decides after an attempt without an answer. A bad certificate stays bad, and too long an answer too long.
func classifyLost(err error) verdict {
	lost, ok := errors.AsType[*lostError](err)
	if !ok || lost.sent && !lost.repeatable {
		return final
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, tooLong := errors.AsType[*http.MaxBytesError](err)
	transient, _ := retryablehttp.DefaultRetryPolicy(context.Background(), nil, err) // false for a wrong scheme and the like
	if untrusted || tooLong || speaksHTTP(err) || !transient {
		return final
	}
	if unknownHost(err) || refusedHandshake(err) {
		return counted // somebody answered, and will probably answer the same
	}
	return outage
}

func unknownHost(err error) bool {
	dns, ok := errors.AsType[*net.DNSError](err)
	return ok && dns.IsNotFound
}

// speaksHTTP reports whether the answer to a TLS handshake was one of HTTP.
func speaksHTTP(err error) bool {
	record, ok := errors.AsType[tls.RecordHeaderError](err)
	return ok && string(record.RecordHeader[:]) == "HTTP/"
}

func refusedHandshake(err error) bool {
	network, ok := errors.AsType[*net.OpError](err)
	_, garbage := errors.AsType[tls.RecordHeaderError](err)
	return garbage || ok && network.Op == "remote error" // a TLS alert
}
