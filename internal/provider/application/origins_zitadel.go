package application

import (
	"errors"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/origin"
)

// zitadelMethods maps ZITADEL's auth methods, without the prefix that depends on the type of application, to their names in
// RFC 7591.
var zitadelMethods = map[string]idp.AuthMethod{
	"BASIC": idp.ClientSecretBasic, "POST": idp.ClientSecretPost, "NONE": idp.NoAuth, "PRIVATE_KEY_JWT": idp.PrivateKeyJWT,
}

// zitadelState is the state of a zitadel_application_api or a zitadel_application_oidc, and the part of a
// zitadel_application_v2 that all types share.
type zitadelState struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	ProjectID      string `json:"project_id"`
	OrganizationID string `json:"org_id"`
	zitadelSettings
}

// zitadelSettings are the settings of one type. Only OpenID Connect applications have an AppType.
type zitadelSettings struct {
	AppType      string `json:"app_type"`
	AuthMethod   string `json:"auth_method_type"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
}

func fromZITADEL(state []byte) (moved, error) {
	var s zitadelState
	if err := origin.Decode(state, &s); err != nil {
		return nil, err
	}
	return s.application(idp.TypeAPI)
}

func fromZITADELOIDC(state []byte) (moved, error) {
	var s zitadelState
	if err := origin.Decode(state, &s); err != nil {
		return nil, err
	}
	return s.application(s.oidcType())
}

// fromZITADELv2 reads an application with an api or an oidc block; it has at most one.
func fromZITADELv2(state []byte) (moved, error) {
	var s struct {
		zitadelState
		API  []zitadelSettings `json:"api"`
		OIDC []zitadelSettings `json:"oidc"`
	}
	if err := origin.Decode(state, &s); err != nil {
		return nil, err
	}
	switch {
	case len(s.API) > 0:
		s.zitadelSettings = s.API[0]
		return s.application(idp.TypeAPI)
	case len(s.OIDC) > 0:
		s.zitadelSettings = s.OIDC[0]
		return s.application(s.oidcType())
	}
	return nil, errors.New("it has no api or oidc block, and SAML applications are not supported")
}

// oidcType returns the type of an OpenID Connect application, empty if only the read finds it out.
func (s zitadelSettings) oidcType() idp.Type {
	kind := idp.Type(strings.ToLower(strings.TrimPrefix(s.AppType, "OIDC_APP_TYPE_")))
	if kind.IsOIDC() {
		return kind
	}
	return ""
}

func (s zitadelState) application(kind idp.Type) (moved, error) {
	if s.ID == "" || s.ProjectID == "" {
		return nil, errIncomplete
	}
	_, method, _ := strings.Cut(s.AuthMethod, "_AUTH_METHOD_TYPE_")
	return moved{
		"id": s.ID, "name": s.Name, "client_id": s.ClientID, "client_secret": s.ClientSecret,
		"auth_method":             string(zitadelMethods[method]),
		"zitadel.type":            string(kind),
		"zitadel.project_id":      s.ProjectID,
		"zitadel.organization_id": s.OrganizationID,
		ownerOfMoved:              s.OrganizationID,
	}, nil
}

// fromZITADELUser reads a service account. Without a secret in state, the account may still have one; the read finds that
// out.
func fromZITADELUser(state []byte) (moved, error) {
	var s struct {
		ID             string `json:"id"`
		UserName       string `json:"user_name"`
		Name           string `json:"name"`
		OrganizationID string `json:"org_id"`
		ClientSecret   string `json:"client_secret"`
	}
	if err := origin.Decode(state, &s); err != nil {
		return nil, err
	}
	if s.ID == "" || s.UserName == "" {
		return nil, errIncomplete
	}
	account := moved{
		"id": s.ID, "name": s.Name, "identifier": s.UserName, "client_id": s.UserName, "client_secret": s.ClientSecret,
		"zitadel.type":            string(idp.TypeServiceAccount),
		"zitadel.organization_id": s.OrganizationID,
		ownerOfMoved:              s.OrganizationID,
	}
	if s.ClientSecret != "" {
		account["auth_method"] = string(idp.ClientSecretBasic)
	}
	return account, nil
}
