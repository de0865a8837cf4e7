package lerian_test

import (
	"errors"
	"strings"
	"testing"

	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
)

// The credentials of a new application are for products. They use the same login as the administrator.
func TestNewApplicationLogsInAndIsNoAdministrator(t *testing.T) {
	server := install(t, emulator.Config{})
	admin := open(t, server.config)
	app := create(t, admin)
	own := server.config
	own.Username, own.Password = "", ""
	own.ClientID, own.ClientSecret = app.ClientID, app.ClientSecret

	_, err := open(t, own).Create(t.Context(), fees)
	isAdvised(t, err, idp.ErrForbidden, "client ID and secret alone")
	if err := admin.Delete(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	_, err = open(t, own).Get(t.Context(), app)
	isAdvised(t, err, idp.ErrUnauthenticated, "was deleted")
}

func TestErrors_MissingPermissions_AreExplained(t *testing.T) {
	server := install(t, emulator.Config{})
	users := server.Credentials()
	as := func(user emulator.User) lerian.Config {
		c := server.config
		c.Username, c.Password = user.Name, idp.Secret(user.Password)
		return c
	}
	withClient := server.config
	withClient.ClientID, withClient.ClientSecret = users.BuiltIn.ID, idp.Secret(users.BuiltIn.Secret)
	wrongClient := withClient
	wrongClient.ClientSecret = "wrong"
	stale := lerian.Config{IdentityEndpoint: server.config.IdentityEndpoint, AccessToken: "stale"}
	tests := map[string]struct {
		config lerian.Config
		kind   idp.Kind
		hint   string
	}{
		"wrong password":       {as(emulator.User{Name: "admin", Password: "wrong"}), idp.ErrUnauthenticated, "lerian.password"},
		"second factor":        {as(users.MFA), idp.ErrUnauthenticated, "without MFA"},
		"not an administrator": {as(users.Viewer), idp.ErrForbidden, "admin group"},
		"wrong client":         {wrongClient, idp.ErrUnauthenticated, "lerian.client_secret"},
		"stale token":          {stale, idp.ErrUnauthenticated, "lerian.access_token"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := open(t, tc.config).Create(t.Context(), fees)
			isAdvised(t, err, tc.kind, tc.hint)
		})
	}
	if n := len(server.Applications()); n != 0 {
		t.Errorf("%d applications were registered", n)
	}
	create(t, open(t, withClient))
}

func TestErrors_SwappedEndpoints_AreReported(t *testing.T) {
	for name, older := range map[string]bool{"release 3.11": false, "release 3.9": true} {
		t.Run(name, func(t *testing.T) {
			server := install(t, emulator.Config{SecretOnRead: older})
			swapped := server.config
			swapped.IdentityEndpoint, swapped.AuthEndpoint = server.config.AuthEndpoint, server.config.IdentityEndpoint
			_, err := open(t, swapped).Create(t.Context(), fees)
			isAdvised(t, err, idp.ErrUnexpected, "seem to be swapped")
			swapped.AccessToken = idp.Secret(server.AccessToken())
			_, err = open(t, swapped).Create(t.Context(), fees)
			isAdvised(t, err, idp.ErrUnexpected, "may be swapped")
		})
	}
}

func TestUnknownProductIsAnErrorOfTheName(t *testing.T) {
	p := open(t, install(t, emulator.Config{}).config)
	wanted := fees
	wanted.Name = "Plugin-Fees"
	_, err := p.Create(t.Context(), wanted)
	if e := isAdvised(t, err, idp.ErrInvalid, "plugin-fees"); e.Attribute != idp.AttributeName {
		t.Errorf("the error is of %q", e.Attribute)
	}
}

func isAdvised(t *testing.T, err error, kind idp.Kind, words string) *idp.Error {
	t.Helper()
	var e *idp.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("got %v, want %q", err, kind)
	}
	if !strings.Contains(e.Hint, words) {
		t.Errorf("hint is %q, want %q in it", e.Hint, words)
	}
	return e
}
