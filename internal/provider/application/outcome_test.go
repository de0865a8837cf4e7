package application_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// oneRun is a provider for several resources of one run: it is configured once.
type oneRun struct {
	tfprotov6.ProviderServer

	configured *tfprotov6.ConfigureProviderResponse
}

func (o *oneRun) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (_ *tfprotov6.ConfigureProviderResponse, err error) {
	if o.configured == nil {
		o.configured, err = o.ProviderServer.ConfigureProvider(ctx, req)
	}
	return o.configured, err
}

// Keycard refuses the provider's token while two applications rotate. Each of the two errors is the only one that says which
// credential is left.
func TestRotate_CredentialsRefusedForTwo_EachSaysWhatIsLeft(t *testing.T) {
	w := acctest.New(t)
	run := &oneRun{ProviderServer: provider.NewServer(w.Provider())}
	config := func(name, version string) attributes {
		return simple(w, "keycard", attributes{
			"name": name, "identifier": "urn:" + name, "rotate_when_changed": attributes{"version": version},
			"keycard": attributes{"keep_previous_credential": true},
		})
	}
	all := map[string]*acctest.Core{}
	for _, name := range []string{"orders", "payments"} {
		all[name] = acctest.NewCore("idp_application", func() tfprotov6.ProviderServer { return run })
		for _, version := range []string{"1", "2"} {
			if _, problems := all[name].Apply(t.Context(), config(name, version)); problems.Failed() {
				t.Fatal(problems)
			}
		}
	}
	w.Fault(fault.Fault{Operation: "keycard.delete_credential", Kind: fault.Status, Status: 401, Times: 99})
	explained := 0
	for name, core := range all {
		_, problems := core.Apply(t.Context(), config(name, "3"))
		said := problems.String()
		for _, want := range []string{"Keycard refused the provider's credentials", `application "` + name + `"`, "could not delete the new credential"} {
			if !strings.Contains(said, want) {
				t.Errorf("does not say %q: %s", want, said)
			}
		}
		explained += strings.Count(said, "keycard.client_secret")
	}
	if explained != 1 {
		t.Errorf("the cause is explained %d times, not once", explained)
	}
}
