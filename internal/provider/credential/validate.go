package credential

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

const maxText = 2048

// texts lists the rules for the attributes of the kinds, in the order in which they are checked.
var texts = []struct {
	attribute idp.Attribute
	rule      idp.Rule
}{
	{"public_key.jwks_uri", idp.Rule{Required: true, Max: maxText, Format: idp.FormatURI}},
	{"public_key.identifier", idp.Rule{Max: maxText}},
	{"workload_identity.provider_id", idp.Rule{Required: true, Max: maxText}},
	{"workload_identity.subject", idp.Rule{Max: maxText}},
	{"url.identifier", idp.Rule{Required: true, Max: maxText, Format: idp.FormatURI}},
	{"public.identifier", idp.Rule{Required: true, Max: maxText}},
}

// ValidateConfig checks what can be checked without a platform. Terraform validates again before each plan, when more values
// are known.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m model
	var config types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(fields.Fill(config, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	platforms, set, unknown := r.catalog.chosen(&m)
	if unknown {
		return
	}
	resp.Diagnostics.Append(r.catalog.checkBlocks(platforms, set)...)
	if resp.Diagnostics.HasError() {
		return
	}
	check := rules.Check{Capabilities: idp.Capabilities{
		Platform: string(set[0]), Title: platforms[0].Title, Applications: platforms[0].Title + " credentials of this kind", Rules: map[idp.Attribute]idp.Rule{},
	}}
	for _, text := range texts {
		check.Rules[text.attribute] = text.rule
		check.Attribute(config.Attributes(), text.attribute)
	}
	resp.Diagnostics.Append(check.Diagnostics...)
	resp.Diagnostics.Append(m.checkIDs(platforms[0])...)
	resp.Diagnostics.Append(m.checkSubject()...)
	resp.Diagnostics.Append(m.checkKey()...)
	resp.Diagnostics.Append(m.checkSecret()...)
}

// checkBlocks requires exactly one platform and one kind, which that platform must support.
func (c catalog) checkBlocks(platforms rules.Catalog, set []idp.CredentialKind) (diags diag.Diagnostics) {
	if len(platforms) != 1 {
		diags.AddError("Not exactly one platform chosen", "Set exactly one of the blocks "+c.Names()+": the platform at which the application is registered.")
	}
	if len(set) != 1 {
		diags.AddError("Not exactly one kind of credential chosen", "Set exactly one of the blocks "+list(kinds, ", ")+". To have several credentials, write several resources.")
	}
	if !diags.HasError() && !offers(platforms[0], set[0]) {
		diags.AddAttributeError(path.Root(string(set[0])), string(set[0])+" is not supported", fmt.Sprintf(
			"%s applications have no credentials of this kind. Use %s.", platforms[0].Title, list(platforms[0].Credentials, ", ")))
	}
	return diags
}

func offers(c idp.Capabilities, kind idp.CredentialKind) bool {
	return slices.Contains(c.Credentials, kind)
}

func list(all []idp.CredentialKind, separator string) string {
	var names []string
	for _, kind := range all {
		names = append(names, string(kind))
	}
	return strings.Join(names, separator)
}

// checkIDs requires IDs that can be a segment of a URL path.
func (m *model) checkIDs(c idp.Capabilities) (diags diag.Diagnostics) {
	ids := map[string]path.Path{"application_id": path.Root("application_id")}
	values := map[string]types.String{"application_id": m.ApplicationID}
	for name, value := range m.platform(c.Platform).Attributes() {
		ids[name] = path.Root(c.Platform).AtName(name)
		values[name], _ = value.(types.String)
	}
	for name, value := range values {
		switch problem := idp.CheckSegment(value.ValueString()); {
		case value.IsUnknown():
		case value.IsNull() && name == "zone_id":
			diags.AddAttributeError(ids[name], fmt.Sprintf("%s is missing", ids[name]), fmt.Sprintf("%s requires %s.", c.Title, ids[name]))
		case !value.IsNull() && problem != "":
			diags.AddAttributeError(ids[name], fmt.Sprintf("Invalid %s", ids[name]), fmt.Sprintf("%s %s.", ids[name], problem))
		}
	}
	return diags
}

// checkSubject requires an explicit choice to accept every token of an issuer.
func (m *model) checkSubject() (diags diag.Diagnostics) {
	anySubject, subject := fields.Inside[types.Bool](m.WorkloadIdentity, "any_subject"), fields.Inside[types.String](m.WorkloadIdentity, "subject")
	at := path.Root(string(idp.CredentialWorkloadIdentity)).AtName("subject")
	switch {
	case m.WorkloadIdentity.IsNull() || anySubject.IsUnknown() || subject.IsUnknown():
	case subject.IsNull() && !anySubject.ValueBool():
		diags.AddAttributeError(at, "workload_identity.subject is missing", "Without a subject, every token of the issuer is this application. Set subject, or any_subject = true "+
			"if that is what you want.")
	case !subject.IsNull() && anySubject.ValueBool():
		diags.AddAttributeError(at, "workload_identity.subject conflicts with any_subject", "Set either subject or any_subject = true.")
	}
	return diags
}

// checkKey checks the expiry and the public part of a key.
func (m *model) checkKey() (diags diag.Diagnostics) {
	if m.Key.IsNull() {
		return nil
	}
	if at := m.text("expires_at"); !at.IsNull() && !at.IsUnknown() {
		if _, err := time.Parse(time.RFC3339, at.ValueString()); err != nil {
			diags.AddAttributeError(pathExpiresAt, "Invalid key.expires_at", fmt.Sprintf("key.expires_at must be a time in RFC 3339, such as 2027-01-01T00:00:00Z, not %q.", at.ValueString()))
		}
	}
	public := m.text("public_key")
	if public.IsNull() || public.IsUnknown() {
		return diags
	}
	at := path.Root(string(idp.CredentialKey)).AtName("public_key")
	if !isPublicKey(public.ValueString()) {
		diags.AddAttributeError(at, "Invalid key.public_key", "key.public_key must be a public RSA key in PEM form, which begins with -----BEGIN PUBLIC KEY-----. "+
			"openssl pkey -in private.pem -pubout prints it.")
	}
	if project := fields.Inside[types.String](m.ZITADEL, "project_id"); !project.IsNull() && !project.IsUnknown() {
		diags.AddAttributeError(at, "key.public_key is not supported", "ZITADEL takes public keys of service accounts only, and makes the key pairs of applications in a project itself. "+
			"Remove the attribute; for a service account, remove zitadel.project_id.")
	}
	return diags
}

func isPublicKey(text string) bool {
	block, rest := pem.Decode([]byte(text))
	if block == nil || strings.TrimSpace(string(rest)) != "" {
		return false
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	_, isRSA := key.(*rsa.PublicKey)
	return err == nil && isRSA
}

// checkSecret checks that a credential with a block secret has a secret, and its recipients.
func (m *model) checkSecret() (diags diag.Diagnostics) {
	if !m.Secret.IsNull() && !m.hasSecret() && !m.text("public_key").IsUnknown() {
		diags.AddAttributeError(path.Root("secret"), "Credential has no secret", fmt.Sprintf("This %s credential has no secret to encrypt. Remove the secret block.", m.kind()))
		return diags
	}
	kept := m.kept()
	return kept.Validate()
}
