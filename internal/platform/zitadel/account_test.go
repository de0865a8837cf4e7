package zitadel

import (
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// The calls for one service account.
const (
	callUsers          = "POST /management/v1/users/_search"
	callAddUser        = "POST /management/v1/users/machine"
	callUser           = "GET /management/v1/users/311000000000000101"
	callRemoveUser     = "DELETE /management/v1/users/311000000000000101"
	callMachine        = "PUT /management/v1/users/311000000000000101/machine"
	callUserName       = "PUT /management/v1/users/311000000000000101/username"
	callUserSecret     = "PUT /management/v1/users/311000000000000101/secret"
	callDropSecret     = "DELETE /management/v1/users/311000000000000101/secret"
	callUserOff        = "POST /management/v1/users/311000000000000101/_deactivate"
	callUserOn         = "POST /management/v1/users/311000000000000101/_reactivate"
	callUserUnlock     = "POST /management/v1/users/311000000000000101/_unlock"
	callUserChanges    = "POST /management/v1/users/311000000000000101/changes/_search"
	callMyOrganization = "GET /management/v1/orgs/me"
)

const organizationID = "311000000000000001"

func wantedAccount() idp.Registration {
	return idp.Registration{
		Type: idp.TypeServiceAccount, Name: "Billing worker", Identifier: "billing-worker", Description: "Sends invoices",
	}
}

func existingAccount() idp.Application {
	known := wantedAccount()
	known.AuthMethod, known.AccessTokenType = idp.ClientSecretBasic, idp.TokenBearer
	return idp.Application{
		Registration: known, ID: appID, ClientID: "billing-worker", ClientSecret: "old-secret",
		OrganizationID: organizationID, CreatedAt: "2026-09-01T10:00:00.123456Z",
	}
}

func noUser() http.HandlerFunc { return failure(404, 5, codeNoUser, "User could not be found") }

func userNameTaken() http.HandlerFunc { return failure(409, 6, "V3-DKcYh", "User already exists") }

func notPermitted() http.HandlerFunc {
	return failure(403, 7, "AUTH-5mWD2", "No matching permissions found")
}

// organization responds as the organization with this ID, whichever one the request names.
func organization(id string) http.HandlerFunc {
	return reply(200, `{"org":{"id":"`+id+`", "state":"ORG_STATE_ACTIVE", "name":"acme"}}`)
}
