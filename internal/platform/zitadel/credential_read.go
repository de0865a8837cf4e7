package zitadel

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// GetCredential reads the application of a key, and then the key. If an application authenticates in another way, ZITADEL
// returns "not found" for its keys, and returns them again after it is switched back. This is ErrHidden. ErrNotFound means
// that the application exists and has no such key, or that the application does not exist.
func (p *Platform) GetCredential(ctx context.Context, known idp.Credential) (idp.Credential, error) {
	if err := addressableKey(known); err != nil {
		return idp.Credential{}, err
	}
	app, err := p.Get(ctx, ownerOf(known))
	switch {
	case errors.Is(err, idp.ErrNotFound):
		return idp.Credential{}, prefixed(err, "the application of the key does not exist")
	case err != nil:
		return idp.Credential{}, prefixed(err, "the application of the key could not be read")
	case hidesKeys(app):
		return idp.Credential{}, keyHidden(known, app)
	}
	read, err := p.readKey(ctx, known, app)
	err = p.recovery.Absent(ctx, known.CreatedAt, err, func() error {
		read, err = p.readKey(ctx, known, app)
		return err
	})
	return read, err
}

func keyHidden(known idp.Credential, app idp.Application) error {
	return &idp.Error{
		Kind: idp.ErrHidden, Attribute: idp.AttributeAuthMethod,
		Message: fmt.Sprintf("application %s authenticates with %s, and for as long as it does, ZITADEL hides its keys; key %s may still be there",
			app.ID, app.AuthMethod, known.ID),
		Hint: hintKeyMethod + " Or remove the key from the configuration.",
	}
}

// UpdateCredential always returns an error, because ZITADEL cannot change a key.
func (p *Platform) UpdateCredential(_ context.Context, before, _ idp.Credential) (idp.Credential, error) {
	return before, &idp.Error{
		Kind: idp.ErrInvalid, Message: "ZITADEL cannot change a key",
		Hint: "Replace it: terraform apply -replace=ADDRESS.",
	}
}

// CredentialPage searches the keys of one application. It finds none while the application hides its keys.
func (p *Platform) CredentialPage(ctx context.Context, scope idp.Scope, applicationID, cursor string) (idp.Page, error) {
	at, err := positionOf(cursor)
	if err != nil {
		return idp.Page{}, err
	}
	if applicationID == "" {
		return idp.Page{}, &idp.Error{
			Kind: idp.ErrInvalid, Message: "ZITADEL lists the keys of one application at a time", Hint: "Name the application.",
		}
	}
	owner := idp.Credential{Scope: scope, ApplicationID: applicationID}
	app, err := p.Get(ctx, ownerOf(owner))
	if err != nil {
		return idp.Page{}, prefixed(err, "the application of the keys could not be read")
	}
	found, err := p.searchKeys(ctx, app, at.offset)
	if err != nil {
		return idp.Page{}, err
	}
	page := idp.Page{Total: found.total}
	for _, key := range found.keys {
		if usable(key.Id) != nil {
			continue
		}
		credential, err := shownKey(owner, key, app)
		if err != nil {
			return idp.Page{}, err
		}
		page.Credentials = append(page.Credentials, credential)
	}
	at.turn(&page, len(found.keys))
	return page, nil
}
