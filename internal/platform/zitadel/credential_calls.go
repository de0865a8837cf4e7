package zitadel

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// The IDs of key errors that the code handles.
const (
	codeNoKey       = "QUERY-Dgr3g"   // GET: the key does not exist, or is hidden
	codeRemoveNoKey = "COMMAND-4m77G" // DELETE: the key does not exist
)

// addKey sends one create request. Without an ID in the response, the outcome is ambiguous.
func (p *Platform) addKey(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	expires, err := expirationDate(wanted.ExpiresAt)
	if err != nil {
		return idp.Issued{}, err
	}
	issued, params := idp.Issued{Credential: wanted}, p.inOrganization(wanted.Scope)
	var resp *http.Response
	var made AddedUserKey
	if wanted.Scope.ProjectID == "" {
		resp, err = p.api.AddUserKey(ctx, wanted.ApplicationID, (*AddUserKeyParams)(params),
			AddUserKeyRequest{Type: KeyTypeJSON, ExpirationDate: expires, PublicKey: []byte(wanted.PublicKey)})
		made, err = answered[AddedUserKey](resp, err, true)
	} else {
		resp, err = p.api.AddAppKey(ctx, wanted.Scope.ProjectID, wanted.ApplicationID, (*AddAppKeyParams)(params),
			AddAppKeyRequest{Type: KeyTypeJSON, ExpirationDate: expires})
		var added AddedAppKey
		added, err = answered[AddedAppKey](resp, err, true)
		made = AddedUserKey{KeyId: added.Id, KeyDetails: added.KeyDetails, Details: added.Details}
	}
	if err == nil && usable(made.KeyId) != nil {
		err = transport.Unusable(resp, true, "it names no key")
	}
	if err != nil {
		return idp.Issued{}, p.aboutKey(err, wanted)
	}
	file, err := base64.StdEncoding.DecodeString(made.KeyDetails)
	switch {
	case wanted.PublicKey != "" && len(made.KeyDetails) > 0:
		file, err = nil, transport.Unusable(resp, false, "it holds a private key, although the request had a public one: this release takes none")
	case err != nil || wanted.PublicKey == "" && len(file) == 0:
		err = transport.Unusable(resp, false, "it holds no key file")
	}
	issued.ID, issued.KeyFile, issued.CreatedAt = made.KeyId, idp.Secret(file), text(made.Details.CreationDate)
	return issued, err
}

// readKey reads the key once. ErrNotFound can also mean that the key is hidden; see GetCredential.
func (p *Platform) readKey(ctx context.Context, known idp.Credential, app idp.Application) (idp.Credential, error) {
	params := p.inOrganization(known.Scope)
	var resp *http.Response
	var err error
	if known.Scope.ProjectID == "" {
		resp, err = p.api.GetUserKey(ctx, known.ApplicationID, known.ID, (*GetUserKeyParams)(params))
	} else {
		resp, err = p.api.GetAppKey(ctx, known.Scope.ProjectID, known.ApplicationID, known.ID, (*GetAppKeyParams)(params))
	}
	answer, err := answered[OneKey](resp, err, false)
	if err != nil {
		return idp.Credential{}, absent(p.aboutKey(err, known), codeNoKey)
	}
	return shownKey(known, answer.Key, app)
}

// removeKey sends one DELETE.
func (p *Platform) removeKey(ctx context.Context, known idp.Credential) error {
	params := p.inOrganization(known.Scope)
	var resp *http.Response
	var err error
	if known.Scope.ProjectID == "" {
		resp, err = p.api.RemoveUserKey(ctx, known.ApplicationID, known.ID, (*RemoveUserKeyParams)(params))
	} else {
		resp, err = p.api.RemoveAppKey(ctx, known.Scope.ProjectID, known.ApplicationID, known.ID, (*RemoveAppKeyParams)(params))
	}
	removed, err := answered[ChangedApp](resp, err, false)
	if err == nil && removed.Details == nil {
		err = transport.Unusable(resp, false, "it does not say when the key was removed")
	}
	return absent(p.aboutKey(err, known), codeRemoveNoKey)
}

// foundKeys is a page of an application's keys, and the time of the response by ZITADEL's clock.
type foundKeys struct {
	keys  []AuthnKey
	total int
	date  time.Time
}

func (p *Platform) searchKeys(ctx context.Context, app idp.Application, offset int) (foundKeys, error) {
	ctx, params := transport.Repeatable(ctx), p.inOrganization(app.Scope)
	asked := SearchKeysRequest{Query: ListQuery{Offset: strconv.Itoa(offset), Limit: pageSize}}
	var resp *http.Response
	var err error
	if isAccount(app.Registration) {
		resp, err = p.api.SearchUserKeys(ctx, app.ID, (*SearchUserKeysParams)(params), asked)
	} else {
		resp, err = p.api.SearchAppKeys(ctx, app.Scope.ProjectID, app.ID, (*SearchAppKeysParams)(params), asked)
	}
	answer, err := answered[FoundKeys](resp, err, false)
	if err != nil {
		return foundKeys{}, p.explained(err)
	}
	found := foundKeys{date: transport.Date(resp)}
	if answer.Result != nil {
		found.keys = *answer.Result
	}
	found.total, err = totalOf(resp, answer.Details)
	return found, err
}

// aboutKey adjusts an error to keys.
func (p *Platform) aboutKey(err error, key idp.Credential) error {
	if key.Scope.ProjectID == "" {
		return p.aboutAccount(err)
	}
	return p.explained(err)
}
