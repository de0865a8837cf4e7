package zitadel

import (
	"context"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// newAccountSecret creates or replaces the client secret. ErrAmbiguous means that the previous one may be invalid.
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

// renamed returns the client ID of a service account with a new user name. It keeps the domain that logins may require.
func renamed(app idp.Application, userName string) string {
	if domain, ok := strings.CutPrefix(app.ClientID, app.Identifier+"@"); ok {
		return userName + "@" + domain
	}
	return userName
}
