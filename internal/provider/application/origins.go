package application

import (
	"errors"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/origin"
)

var origins = []origin.Type[moved]{
	{Provider: "zitadel", Resource: "zitadel_application_api", Read: fromZITADEL},
	{Provider: "zitadel", Resource: "zitadel_application_oidc", Read: fromZITADELOIDC},
	{Provider: "zitadel", Resource: "zitadel_application_v2", Read: fromZITADELv2},
	{Provider: "zitadel", Resource: "zitadel_machine_user", Read: fromZITADELUser},
	{Provider: "keycard", Resource: "keycard_application", Read: fromKeycard},
	{Provider: "keycard", Resource: "keycard_application_client_secret", Read: fromKeycardSecret},
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
	if err := origin.Decode(state, &s); err != nil {
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

// fromKeycardSecret reads the credential, which is the only one of the two resources with the secret. The read that follows
// sets the attributes of its application.
func fromKeycardSecret(state []byte) (moved, error) {
	var s struct {
		ID            string `json:"id"`
		ZoneID        string `json:"zone_id"`
		ApplicationID string `json:"application_id"`
		ClientID      string `json:"client_id"`
		ClientSecret  string `json:"client_secret"`
	}
	if err := origin.Decode(state, &s); err != nil {
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
