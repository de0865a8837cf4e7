package application

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// origin is a resource type of another provider that a moved block may name.
type origin struct {
	provider, resource string

	// read takes what it needs from the state, of whatever schema version, and ignores the rest.
	read func(state []byte) (moved, error)
}

var origins = []origin{
	{"zitadel", "zitadel_application_api", fromZITADEL},
	{"zitadel", "zitadel_application_oidc", fromZITADELOIDC},
	{"zitadel", "zitadel_application_v2", fromZITADELv2},
	{"zitadel", "zitadel_machine_user", fromZITADELUser},
	{"keycard", "keycard_application", fromKeycard},
	{"keycard", "keycard_application_client_secret", fromKeycardSecret},
}

var errIncomplete = errors.New("its state lacks the ID of the application or of what it belongs to")

func fromKeycard(state []byte) (moved, error) {
	var s struct {
		ID          string `json:"id"`
		ZoneID      string `json:"zone_id"`
		Name        string `json:"name"`
		Identifier  string `json:"identifier"`
		Description string `json:"description"`
		Consent     string `json:"consent"`
		Metadata    struct {
			DocsURL string `json:"docs_url"`
		} `json:"metadata"`
	}
	if err := decode(state, &s); err != nil {
		return nil, err
	}
	if s.ID == "" || s.ZoneID == "" {
		return nil, errIncomplete
	}
	return moved{
		"id": s.ID, "name": s.Name, "identifier": s.Identifier, "description": s.Description,
		"keycard.zone_id": s.ZoneID, "keycard.consent": s.Consent, "keycard.docs_url": s.Metadata.DocsURL,
	}, nil
}

// fromKeycardSecret starts from the credential, the only one of the two resources that has the secret. It belongs to one
// application, which the read fills in.
func fromKeycardSecret(state []byte) (moved, error) {
	var s struct {
		ID            string `json:"id"`
		ZoneID        string `json:"zone_id"`
		ApplicationID string `json:"application_id"`
		ClientID      string `json:"client_id"`
		ClientSecret  string `json:"client_secret"`
	}
	if err := decode(state, &s); err != nil {
		return nil, err
	}
	if slices.Contains([]string{s.ID, s.ZoneID, s.ApplicationID}, "") {
		return nil, errIncomplete
	}
	return moved{
		"id": s.ApplicationID, credentialOfMoved: s.ID, "client_id": s.ClientID, "client_secret": s.ClientSecret,
		"auth_method": string(idp.ClientSecretBasic), "keycard.zone_id": s.ZoneID,
	}, nil
}

// decode reads a state. Errors of the decoder may quote it, and are not shown.
func decode(state []byte, into any) error {
	if json.Unmarshal(state, into) != nil {
		return errors.New("its state cannot be read: apply it once with its own provider first")
	}
	return nil
}
