package lerian_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
)

func TestListFitsTheContract(t *testing.T) {
	for name, config := range map[string]emulator.Config{
		"built-in application": {}, "many": {Seed: 3}, "secrets shown": {Seed: 1, SecretOnRead: true}, "none": {EmptyListNotFound: true},
	} {
		t.Run(name, func(t *testing.T) {
			server := install(t, config)
			list, err := api(t, server).ListApplicationsWithResponse(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if config.EmptyListNotFound {
				if list.StatusCode() != http.StatusNotFound || list.JSONDefault == nil {
					t.Errorf("an empty list is answered with %d", list.StatusCode())
				}
				return
			}
			if list.JSON200 == nil || len(*list.JSON200) != config.Seed+1 {
				t.Errorf("%d: not the %d applications and the built-in one", list.StatusCode(), config.Seed)
			}
		})
	}
}

// api returns the generated client with an administrator's token.
func api(t *testing.T, server installation) *lerian.ClientWithResponses {
	t.Helper()
	auth, err := lerian.NewClientWithResponses(server.config.AuthEndpoint)
	if err != nil {
		t.Fatal(err)
	}
	password := server.config.Password.Reveal()
	login, err := auth.LoginWithResponse(t.Context(), lerian.LoginInput{
		GrantType: lerian.GrantPassword, Username: &server.config.Username, Password: &password,
	})
	if err != nil || login.JSON200 == nil || login.JSON200.AccessToken == nil {
		t.Fatalf("no token: %v", err)
	}
	identity, err := lerian.NewClientWithResponses(strings.TrimSuffix(server.config.IdentityEndpoint, "/v1"),
		lerian.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+*login.JSON200.AccessToken)
			return nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	return identity
}
