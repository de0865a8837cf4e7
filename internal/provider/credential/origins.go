package credential

import (
	"encoding/base64"
	"encoding/json"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/origin"
)

var origins = []origin.Type[moved]{
	{Provider: "zitadel", Resource: "zitadel_application_key", Read: fromZITADEL},
	{Provider: "zitadel", Resource: "zitadel_machine_key", Read: fromZITADEL},
	{Provider: "keycard", Resource: "keycard_application_client_secret", Read: fromKeycard(idp.CredentialClientSecret)},
	{Provider: "keycard", Resource: "keycard_application_workload_identity", Read: fromKeycard(idp.CredentialWorkloadIdentity)},
	{Provider: "keycard", Resource: "keycard_application_url_credential", Read: fromKeycard(idp.CredentialURL)},
	{Provider: "keycard", Resource: "keycard_application_public_credential", Read: fromKeycard(idp.CredentialPublic)},
}

const anySubject idp.Attribute = "workload_identity.any_subject"

// fromZITADEL reads a key of an application in a project, or of a service account.
func fromZITADEL(state []byte) (moved, error) {
	var s struct {
		ID             string `json:"id"`
		OrganizationID string `json:"org_id"`
		ProjectID      string `json:"project_id"`
		ApplicationID  string `json:"app_id"`
		UserID         string `json:"user_id"`
		ExpirationDate string `json:"expiration_date"`
		KeyDetails     string `json:"key_details"`
		PublicKey      string `json:"public_key"`
	}
	if err := origin.Decode(state, &s); err != nil {
		return nil, err
	}
	if s.ID == "" || (s.UserID == "") == (s.ApplicationID == "") || (s.ApplicationID == "") != (s.ProjectID == "") {
		return nil, origin.ErrIncomplete
	}
	if _, expires := expiry(s.ExpirationDate); !expires {
		s.ExpirationDate = ""
	}
	return moved{
		"id": s.ID, "application_id": s.ApplicationID + s.UserID, // exactly one is set
		"zitadel.project_id": s.ProjectID, "zitadel.organization_id": s.OrganizationID,
		"key.expires_at": s.ExpirationDate, "key.public_key": s.PublicKey, "key.file": keyFile(s.KeyDetails),
	}, nil
}

// keyFile returns the JSON of a key file, which some provider versions store in base64.
func keyFile(text string) string {
	if decoded, err := base64.StdEncoding.DecodeString(text); err == nil && json.Valid(decoded) {
		return string(decoded)
	}
	return text
}

func fromKeycard(kind idp.CredentialKind) func([]byte) (moved, error) {
	return func(state []byte) (moved, error) {
		var s struct {
			ID            string `json:"id"`
			ZoneID        string `json:"zone_id"`
			ApplicationID string `json:"application_id"`
			ClientID      string `json:"client_id"`
			ClientSecret  string `json:"client_secret"`
			ProviderID    string `json:"provider_id"`
			Subject       string `json:"subject"`
			URL           string `json:"url"`
			Identifier    string `json:"identifier"`
		}
		if err := origin.Decode(state, &s); err != nil {
			return nil, err
		}
		m := moved{"id": s.ID, "application_id": s.ApplicationID, "keycard.zone_id": s.ZoneID}
		own := ""
		switch kind {
		case idp.CredentialClientSecret:
			own, m["client_id"], m["client_secret.value"] = s.ClientSecret, s.ClientID, s.ClientSecret
		case idp.CredentialWorkloadIdentity:
			own, m["workload_identity.provider_id"], m["workload_identity.subject"] = s.ProviderID, s.ProviderID, s.Subject
			if s.Subject == "" {
				m[anySubject] = ""
			}
		case idp.CredentialURL:
			own, m["client_id"], m["url.identifier"] = s.URL, s.URL, s.URL
		case idp.CredentialPublic:
			own, m["client_id"], m["public.identifier"] = s.Identifier, s.Identifier, s.Identifier
		case idp.CredentialKey, idp.CredentialPublicKey: // not in Keycard's provider
		}
		if slices.Contains([]string{s.ID, s.ZoneID, s.ApplicationID, own}, "") {
			return nil, origin.ErrIncomplete
		}
		return m, nil
	}
}
