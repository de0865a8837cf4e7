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
	{"zitadel", "zitadel_application_v2", fromZITADELv2},
	{"keycard", "keycard_application", fromKeycard},
	{"keycard", "keycard_application_client_secret", fromKeycardSecret},
}

var errIncomplete = errors.New("its state lacks the ID of the application or of what it belongs to")

// apiMethods names ZITADEL's methods by their names in RFC 7591.
var apiMethods = map[string]idp.AuthMethod{
	"API_AUTH_METHOD_TYPE_BASIC":           idp.ClientSecretBasic,
	"API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT": idp.PrivateKeyJWT,
}

// zitadelState is a zitadel_application_api, and the part of a zitadel_application_v2 that all types share.
type zitadelState struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	ProjectID      string `json:"project_id"`
	OrganizationID string `json:"org_id"`
	zitadelAPI
}

type zitadelAPI struct {
	AuthMethod   string `json:"auth_method_type"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
}

func fromZITADEL(state []byte) (moved, error) {
	var s zitadelState
	if err := decode(state, &s); err != nil {
		return nil, err
	}
	return s.application()
}

func (s zitadelState) application() (moved, error) {
	if s.ID == "" || s.ProjectID == "" {
		return nil, errIncomplete
	}
	return moved{
		"id": s.ID, "name": s.Name, "client_id": s.ClientID, "client_secret": s.ClientSecret,
		"auth_method":             string(apiMethods[s.AuthMethod]),
		"zitadel.type":            "api",
		"zitadel.project_id":      s.ProjectID,
		"zitadel.organization_id": s.OrganizationID,
		ownerOfMoved:              s.OrganizationID,
	}, nil
}

// fromZITADELv2 takes an application with an api block, of which there is at most one.
func fromZITADELv2(state []byte) (moved, error) {
	var s struct {
		zitadelState
		API []zitadelAPI `json:"api"`
	}
	if err := decode(state, &s); err != nil {
		return nil, err
	}
	if len(s.API) == 0 {
		return nil, errors.New("it has no api block, and other types of ZITADEL applications are not supported")
	}
	s.zitadelAPI = s.API[0]
	return s.application()
}

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
