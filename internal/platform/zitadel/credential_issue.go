package zitadel

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var _ idp.Credentials = (*Platform)(nil)

// Issue creates a key for an application that authenticates with keys, or for a service account. It succeeds only after a
// read returns the key. The private key is only in the response to the create: if that is lost, the key is useless, and the
// error names it.
func (p *Platform) Issue(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	if err := issuable(wanted); err != nil {
		return idp.Issued{}, err
	}
	app, err := p.Get(ctx, ownerOf(wanted))
	switch {
	case err != nil:
		return idp.Issued{}, prefixed(err, "the application of the new key could not be read")
	case hidesKeys(app):
		return idp.Issued{}, noKeys(app)
	}
	for n := 1; ; n++ {
		issued, err := p.issue(ctx, wanted, app)
		switch {
		case err == nil || issued.ID == "":
			return issued, err
		case !errors.Is(err, idp.ErrNotFound):
			return p.undoKey(ctx, issued, err)
		case n == registrations:
			return p.undoKey(ctx, issued, neverShown(err, "created the key"))
		}
		if err := p.Revoke(ctx, issued.Credential); err != nil {
			return p.undoKey(ctx, issued, prefixed(err, "reads do not return the new key, and the provider could not delete it"))
		}
	}
}

// issue creates one key. If Issued has an ID beside an error, the key exists but cannot be used; ErrNotFound then means that
// reads do not return it.
func (p *Platform) issue(ctx context.Context, wanted idp.Credential, app idp.Application) (idp.Issued, error) {
	attempt := p.recovery.Begin()
	issued, err := p.addKey(ctx, wanted)
	if issued.ID == "" {
		if errors.Is(err, idp.ErrAmbiguous) {
			err = p.keyLost(ctx, app, attempt, err)
		}
		return idp.Issued{}, err
	}
	p.recovery.Claim(issued.ID)
	if err == nil {
		issued.Credential, err = p.keyConfirmed(ctx, issued.Credential, app)
	}
	return issued, err
}

// hidesKeys reports whether ZITADEL neither shows nor creates keys of an application, because it authenticates in another
// way. It never hides those of service accounts.
func hidesKeys(app idp.Application) bool {
	return !isAccount(app.Registration) && app.AuthMethod != idp.PrivateKeyJWT
}

func noKeys(app idp.Application) error {
	return &idp.Error{
		Kind: idp.ErrInvalid, Attribute: idp.AttributeAuthMethod, Hint: hintKeyMethod,
		Message: fmt.Sprintf("application %s authenticates with %s; only private_key_jwt uses keys", app.ID, app.AuthMethod),
	}
}

// keyConfirmed reads a new key.
func (p *Platform) keyConfirmed(ctx context.Context, made idp.Credential, app idp.Application) (idp.Credential, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	read := made
	err := p.persist(ctx, func() error {
		return p.recovery.Look(ctx, func() (err error) {
			read, err = p.readKey(ctx, made, app)
			return err
		})
	})
	if err != nil {
		return made, prefixed(err, "the new key could not be read")
	}
	return read, nil
}

// undoKey deletes a key that cannot be used. This operation created it, and nobody else knows its private key.
func (p *Platform) undoKey(ctx context.Context, issued idp.Issued, cause error) (idp.Issued, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	if err := p.persist(ctx, func() error { return p.Revoke(ctx, issued.Credential) }); err != nil {
		useless := idp.Issued{Credential: issued.Credential} // nothing may depend on a key that ZITADEL may not accept
		return useless, idp.WithOutcome(cause, fmt.Sprintf("Key %s was created, and the provider could not delete it (%v). It stays in state without its "+
			"private key. Apply again to replace it.", issued.ID, err))
	}
	return idp.Issued{}, idp.WithOutcome(cause, "The provider deleted the new key; nothing is left. Apply again.")
}

// keyLost adds to the error of a lost response which keys of the application the request may have created. It deletes none
// of them, because another run may have created them at the same time. The list lags behind, so it is read a few times, and
// the last result counts.
func (p *Platform) keyLost(ctx context.Context, app idp.Application, attempt recovery.Attempt, lost error) error {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	var suspects []string
	err := p.persist(ctx, func() (err error) {
		p.recovery.Few(ctx, func() bool {
			suspects, err = p.keysMadeIn(ctx, app, attempt)
			return err != nil
		})
		return err
	})
	switch {
	case err != nil:
		return idp.WithHint(lost, fmt.Sprintf("Look at the keys of %s, and delete any new key whose private key nobody has. Then run "+
			"apply again.", described(app)))
	case len(suspects) == 0:
		return idp.WithHint(lost, fmt.Sprintf("ZITADEL shows no new key of %s so far. Check again before you apply. If a new key appears, "+
			"delete it: its private key is lost.", described(app)))
	}
	return idp.WithHint(lost, fmt.Sprintf("The request may have created a key of %s: %s. Nobody can use it, because its private key was in "+
		"the lost response. If no other run created it at the same time, delete it. Then run apply again.",
		described(app), strings.Join(suspects, ", ")))
}

// keysMadeIn describes the keys that an attempt can have created.
func (p *Platform) keysMadeIn(ctx context.Context, app idp.Application, attempt recovery.Attempt) (suspects []string, err error) {
	found, err := p.searchKeys(ctx, app, 0)
	if err != nil {
		return nil, err
	}
	for _, key := range found.keys {
		if created := text(key.Details.CreationDate); attempt.Made(key.Id, created, found.date) {
			suspects = append(suspects, fmt.Sprintf("%s (made at %s)", transport.Printable(key.Id), transport.Printable(created)))
		}
	}
	return suspects, nil
}
