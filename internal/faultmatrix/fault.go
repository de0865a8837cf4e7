package faultmatrix

import (
	"net/http"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// Fault is what goes wrong.
type Fault string

// The faults, as the fault reference names them.
const (
	BreaksBefore    Fault = "The connection breaks before the request arrives"
	BreaksAfter     Fault = "The connection breaks after the platform processed the request"
	BreaksAndStale  Fault = "The same, and the platform's lists lag behind"
	TooLate         Fault = "The response arrives after `http.timeout`"
	Truncated       Fault = "The response is cut off"
	Busy            Fault = "429, once"
	BusyForGood     Fault = "429, repeatedly"
	Fails           Fault = "500, once"
	Unavailable     Fault = "503, once"
	Down            Fault = "503, repeatedly"
	ProxyPage       Fault = "A proxy's error page (502), once"
	BareNotFound    Fault = "404 from a server that is not the platform"
	Forbidden       Fault = "403"
	Invalid         Fault = "400"
	TokenRefused    Fault = "401, once"
	FalseNotFound   Fault = "404, once, for an object that exists"
	UniqueViolation Fault = "500 from a parallel write (SQLSTATE 23505), once"
	LostRead        Fault = "The create succeeds, and reads never show its result"
	LostReads       Fault = "The same, repeatedly"
	LostDelete      Fault = "The delete is confirmed, and reads still show the object"
	Hidden          Fault = "404, repeatedly, although ZITADEL's change history shows that the application exists"
	OtherFirst      Fault = "Another run creates an application with the same name or identifier just before, and the response to this run's create is lost"
	OtherAfter      Fault = "Another run creates an application with the same name or identifier just after, and the response to this run's create is lost"
	LostForGood     Fault = "The responses are lost, repeatedly"
	LostUnread      Fault = "The same, and reads also fail"
	BareRefusal     Fault = "401 from a server that is not the platform"
	SecretReplaced  Fault = "Someone has generated a new secret"
	RemovedByOthers Fault = "Someone has deleted it"
)

// again is more than the provider's number of attempts.
const again = 99

// ByOthers reports whether the platform works, and someone changed the application outside of Terraform.
func (t Fault) ByOthers() bool { return t == RemovedByOthers || t == SecretReplaced }

// Faults returns the faults to inject into the emulator, which are none for changes by others.
func (t Fault) Faults(c Column, request string) []fault.Fault {
	status := func(code, times int) []fault.Fault {
		return []fault.Fault{{Operation: request, Kind: fault.Status, Status: code, Times: times, Body: words(c.Platform, code)}}
	}
	others := func(code int) []fault.Fault {
		return []fault.Fault{{Operation: request, Kind: fault.Status, Status: code, Times: again, Body: `{"message":"no route matched"}`}}
	}
	kind := func(k fault.Kind) []fault.Fault { return []fault.Fault{{Operation: request, Kind: k}} }
	switch t {
	case BreaksBefore:
		return kind(fault.DropBefore)
	case BreaksAfter, OtherFirst, OtherAfter:
		return kind(fault.DropAfterCommit)
	case BreaksAndStale:
		return append(kind(fault.DropAfterCommit), fault.Fault{Operation: lists[request], Kind: fault.StaleList})
	case LostForGood:
		return []fault.Fault{{Operation: request, Kind: fault.DropAfterCommit, Times: again}}
	case LostUnread:
		return []fault.Fault{
			{Operation: request, Kind: fault.DropAfterCommit, Times: again},
			{Operation: reading(c), Kind: fault.Delay, DelayMS: 1}, // the plan's read succeeds
			{Operation: reading(c), Kind: fault.Status, Status: http.StatusServiceUnavailable, Times: again},
		}
	case TooLate:
		return []fault.Fault{{Operation: request, Kind: fault.Delay, DelayMS: int(time.Hour / time.Millisecond)}}
	case Truncated:
		return kind(fault.Truncate)
	case Busy:
		return status(http.StatusTooManyRequests, 1)
	case BusyForGood:
		return status(http.StatusTooManyRequests, again)
	case Fails:
		return status(http.StatusInternalServerError, 1)
	case Unavailable:
		return status(http.StatusServiceUnavailable, 1)
	case Down:
		return status(http.StatusServiceUnavailable, again)
	case ProxyPage:
		return kind(fault.HTML)
	case BareNotFound:
		return others(http.StatusNotFound)
	case BareRefusal:
		return others(http.StatusUnauthorized)
	case Forbidden:
		return status(http.StatusForbidden, again)
	case Invalid:
		return status(http.StatusBadRequest, again)
	case TokenRefused:
		return kind(fault.UnauthenticatedOnce)
	case FalseNotFound:
		return kind(fault.NotFoundTimes)
	case UniqueViolation:
		return kind(fault.UniqueViolation)
	case LostRead:
		return kind(fault.LostRead)
	case LostReads:
		return []fault.Fault{{Operation: request, Kind: fault.LostRead, Times: again}}
	case LostDelete:
		return kind(fault.LostDelete)
	case Hidden:
		return []fault.Fault{{Operation: reading(c), Kind: fault.NotFoundTimes, Times: again}}
	case RemovedByOthers, SecretReplaced:
	}
	return nil
}

// lists maps a create to the request that shows its result after its response is lost.
var lists = map[string]string{
	"zitadel.create_application": "zitadel.get_app",
	"zitadel.create_machine":     "zitadel.get_user",
	"keycard.create_application": "keycard.list_applications",
	"keycard.create_credential":  "keycard.list_application_credentials",
	"zitadel.create_app_key":     "zitadel.list_app_keys",
	"zitadel.create_machine_key": "zitadel.list_machine_keys",
	"lerian.create_application":  "lerian.list_applications",
}

// words returns an error body as the platform writes it.
func words(platform string, status int) string {
	return map[string]map[int]string{
		"zitadel": {
			400: `{"code":3,"message":"invalid request"}`, 403: `{"code":7,"message":"No matching permissions found (AUTH-3jknH)"}`,
			429: `{"code":8,"message":"Quota.Access.Exhausted (QUOTA-vjAy8)"}`, 500: `{"code":13,"message":"An internal error occurred"}`,
			503: `{"code":14,"message":"connection error"}`,
		},
		"keycard": {
			400: `{"code":"bad_request","message":"Bad request","status":400}`, 403: `{"code":"forbidden","message":"Forbidden","status":403}`,
			429: `{"code":"too_many_requests","message":"Too many requests","status":429}`,
			500: `{"code":"internal_error","message":"Internal error","status":500}`,
			503: `{"code":"service_unavailable","message":"Service unavailable","status":503}`,
		},
		"lerian": {
			400: `{"code":"IDE-0001","message":"Bad request"}`, 403: `{"code":"IDE-0010","message":"Forbidden"}`,
			429: `{"code":429,"message":"rate limit exceeded"}`, 500: `{"code":"IDE-0006","title":"Internal Server Error"}`,
			503: `{"code":"IDE-0066","message":"Backend unavailable"}`,
		},
	}[platform][status]
}
