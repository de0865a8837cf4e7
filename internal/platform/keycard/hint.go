package keycard

import (
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	accessHint = "Give the service account of keycard.client_id (KEYCARD_CLIENT_ID) access to the zone. " + namesakesHint
	zoneHint   = "Check keycard.zone_id, and that keycard.client_id (KEYCARD_CLIENT_ID) belongs to the organization that owns the zone."
	// goneZoneHint is for requests about a registered application.
	goneZoneHint = zoneHint + " If the zone was deleted, remove the application from state: terraform state rm ADDRESS."
)

// hintFor returns the hint for an error for which the operation has no hint.
func hintFor(e *idp.Error, req *http.Request) string {
	switch e.Kind {
	case idp.ErrUnauthenticated:
		return credentialsHint
	case idp.ErrForbidden:
		if req.Method == http.MethodGet || collection(req) {
			return accessHint
		}
		return "An application with owner_type platform is Keycard's own and cannot be changed. Otherwise: " + accessHint
	case idp.ErrInvalid:
		if e.Attribute == idp.AttributeZoneID && collection(req) {
			return zoneHint
		}
		if e.Attribute == idp.AttributeZoneID {
			return goneZoneHint
		}
		return "Correct the configuration, then apply again."
	case idp.ErrRateLimited:
		return "Keycard did not carry out the request. Apply again later, or with a smaller -parallelism."
	case idp.ErrUnavailable:
		return "Apply again later. If this persists, give Keycard's support the request ID."
	case idp.ErrNotFound:
		return "It was deleted in Keycard. Plan again to create it again."
	case idp.ErrAlreadyExists:
		return "Somebody else may be changing it. Plan again."
	default:
	}
	if e.Status == http.StatusNotFound {
		return "This 404 does not prove that the application is gone. " + endpointHint
	}
	return endpointHint
}
