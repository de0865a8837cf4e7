package credential_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/credential"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

// fake implements idp.Credentials in memory, according to its contract, and records the calls.
type fake struct {
	mu     sync.Mutex
	issued []idp.Credential
	calls  []string
	n      int

	onIssue  func(idp.Issued) (idp.Issued, error) // replaces the response after the credential was created
	onUpdate error
	onRead   error
	onRevoke error
	ended    bool // the context of the last call was canceled
}

func (f *fake) note(ctx context.Context, call string) {
	f.calls = append(f.calls, call)
	f.ended = ctx.Err() != nil
}

func (f *fake) Issue(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.note(ctx, "issue")
	f.n++
	made := idp.Issued{Credential: wanted}
	made.ID, made.CreatedAt = fmt.Sprintf("c%d", f.n), "2026-11-01T00:00:00Z"
	switch {
	case wanted.Kind == idp.CredentialClientSecret:
		made.ClientID, made.ClientSecret = fmt.Sprintf("client-%d", f.n), idp.Secret(fmt.Sprintf("secret-%d", f.n))
	case wanted.Kind == idp.CredentialKey:
		made.ClientID = "application's"
		if wanted.PublicKey == "" {
			made.KeyFile = idp.Secret(fmt.Sprintf(`{"keyId":"c%d"}`, f.n))
		}
	case wanted.ClientID == "" && wanted.Kind != idp.CredentialWorkloadIdentity:
		made.ClientID = fmt.Sprintf("client-%d", f.n)
	}
	f.issued = append(f.issued, made.Credential)
	if f.onIssue != nil {
		return f.onIssue(made)
	}
	return made, nil
}

func (f *fake) find(known idp.Credential) int {
	return slices.IndexFunc(f.issued, func(c idp.Credential) bool {
		c.Scope.OrganizationID = known.Scope.OrganizationID // may be set or not
		return c.ID == known.ID && c.ApplicationID == known.ApplicationID && c.Scope == known.Scope
	})
}

func (f *fake) GetCredential(ctx context.Context, known idp.Credential) (idp.Credential, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.note(ctx, "read")
	i := f.find(known)
	switch {
	case f.onRead != nil:
		return known, f.onRead
	case i < 0:
		return known, &idp.Error{Kind: idp.ErrNotFound, Message: "no such credential", Status: 404}
	}
	found := f.issued[i]
	found.Scope, found.PublicKey = known.Scope, known.PublicKey // not returned by any platform
	return found, nil
}

func (f *fake) UpdateCredential(ctx context.Context, before, after idp.Credential) (idp.Credential, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.note(ctx, "update")
	if f.onUpdate != nil {
		return before, f.onUpdate
	}
	f.issued[f.find(before)] = after
	return after, nil
}

func (f *fake) Revoke(ctx context.Context, known idp.Credential) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.note(ctx, "revoke")
	if i := f.find(known); i >= 0 {
		f.issued = slices.Delete(f.issued, i, i+1)
	}
	return f.onRevoke
}

func (f *fake) CredentialPage(context.Context, idp.Scope, string, string) (idp.Page, error) {
	return idp.Page{Credentials: f.issued}, nil
}

// only returns the single credential that the platform has.
func (f *fake) only(t *testing.T) *idp.Credential {
	t.Helper()
	if len(f.issued) != 1 {
		t.Fatalf("the platform has %d credentials, not one: %v", len(f.issued), f.issued)
	}
	return &f.issued[0]
}

// sent returns the calls since it was last called.
func (f *fake) sent() []string {
	calls := f.calls
	f.calls = nil
	return calls
}

// desk is a provider that has only this resource, with a fake platform and a clock that the test sets.
type desk struct {
	provided.Causes
	provided.Memory
	provided.Managed
	*fake

	now time.Time
}

func (d *desk) FirstPage(context.Context, string, idp.Scope) (idp.Page, error) {
	return idp.Page{}, nil
}

func (d *desk) Credentials(string) (idp.Credentials, error) { return d.fake, nil }
func (d *desk) Identities() (encryption.Identities, error)  { return nil, nil }
func (d *desk) Now() time.Time                              { return d.now }
func (d *desk) OperationTimeout() time.Duration             { return time.Minute }
func (d *desk) IgnoreDeletionProtection() bool              { return false }
func (d *desk) serve() tfprotov6.ProviderServer             { return providerserver.NewProtocol6(served{d})() }

func (d *desk) core() *acctest.Core {
	return acctest.NewCore("idp_application_credential", d.serve)
}

func newDesk() *desk {
	return &desk{fake: &fake{}, now: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)}
}

type served struct{ *desk }

func (served) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "idp"
}
func (served) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (s served) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	resp.ResourceData = s.desk
}
func (served) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (served) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return credential.NewResource(capabilities) }}
}

// capabilities are those of two platforms with credentials, and of one without.
var capabilities = []idp.Capabilities{
	{
		Platform: "zitadel", Title: "ZITADEL", Credentials: []idp.CredentialKind{idp.CredentialKey},
		Rules: map[idp.Attribute]idp.Rule{idp.AttributeProjectID: {}, idp.AttributeOrganizationID: {}},
		CredentialImportIDs: []string{
			"zitadel/<project_id>/<application_id>/<key_id>", "zitadel/<organization_id>/<project_id>/<application_id>/<key_id>",
			"zitadel/service_account/<application_id>/<key_id>", "zitadel/<organization_id>/service_account/<application_id>/<key_id>",
		},
	},
	{
		Platform: "keycard", Title: "Keycard",
		Credentials: []idp.CredentialKind{
			idp.CredentialClientSecret, idp.CredentialPublicKey, idp.CredentialWorkloadIdentity, idp.CredentialURL, idp.CredentialPublic,
		},
		Rules:               map[idp.Attribute]idp.Rule{idp.AttributeZoneID: {Required: true}},
		CredentialImportIDs: []string{"keycard/<zone_id>/<application_id>/<credential_id>"},
	},
	{Platform: "lerian", Title: "Lerian"},
}

type config = map[string]any

// keycard returns a configuration with the block of this kind.
func keycard(kind string, block config, more ...config) config {
	return with(config{"application_id": "app", "keycard": config{"zone_id": "zone"}, kind: block}, more...)
}

// zitadel returns a configuration with a key; scope is the platform's block.
func zitadel(scope, key config, more ...config) config {
	return with(config{"application_id": "app", "zitadel": scope, "key": key}, more...)
}

func with(all config, more ...config) config {
	for _, m := range more {
		for name, value := range m {
			all[name] = value
		}
	}
	return all
}

var project = config{"project_id": "project"}
