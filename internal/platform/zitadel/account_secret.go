package zitadel

import (
	"context"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// newAccountSecret makes the client secret, or replaces it. ErrAmbiguous means that the one before may have ended.
func (p *Platform) newAccountSecret(ctx context.Context, app idp.Application) (idp.Application, error) {
	ctx, ambiguous := transport.TrackAmbiguity(ctx)
	resp, err := p.api.GenerateMachineSecret(ctx, app.ID, (*GenerateMachineSecretParams)(p.inOrganization(app.Scope)), Nothing{})
	made, err := answered[NewMachineSecret](resp, err, false)
	if err == nil && made.ClientSecret == "" {
		err = transport.Unusable(resp, false, "it holds no client secret")
	}
	if err != nil {
		return app, outcome(p.aboutAccount(err), ambiguous())
	}
	app.AuthMethod, app.ClientSecret = idp.ClientSecretBasic, idp.Secret(made.ClientSecret)
	return app, nil
}

// renamed is the client ID of a service account that gets another user name. Where logins must have a domain, it has one.
func renamed(app idp.Application, userName string) string {
	if domain, ok := strings.CutPrefix(app.ClientID, app.Identifier+"@"); ok {
		return userName + "@" + domain
	}
	return userName
}
