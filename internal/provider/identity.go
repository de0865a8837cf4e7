package provider

import (
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

const (
	ageIdentityVariable     = "IDP_AGE_IDENTITY"
	ageIdentityFileVariable = "IDP_AGE_IDENTITY_FILE"
)

func ageIdentity() schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Sensitive: true,
		MarkdownDescription: "Private key that decrypts client secrets, for `secret.verify` and `idp_client_secret`. The content of an age key file, or of " +
			"an SSH private key (Ed25519 or RSA) without a passphrase. Environment: `" + ageIdentityVariable + "`, or `" +
			ageIdentityFileVariable + "` for the path of such a file.",
	}
}

// providerData is what the provider hands to its resources.
type providerData struct {
	platforms
	*provided.Causes
	*provided.Memory
	*provided.Managed

	keys             identities
	operationTimeout time.Duration
	ignoreProtection bool
	now              func() time.Time
}

// OperationTimeout implements provided.Settings.
func (d providerData) OperationTimeout() time.Duration { return d.operationTimeout }

// IgnoreDeletionProtection implements provided.Settings.
func (d providerData) IgnoreDeletionProtection() bool { return d.ignoreProtection }

// Identities implements provided.Settings and clientsecret.Keys.
func (d providerData) Identities() (encryption.Identities, error) { return d.keys.all, d.keys.err }

// Now implements provided.Settings and accesstoken.Platforms.
func (d providerData) Now() time.Time { return d.now() }

// identities are the provider's private keys, possibly none, or the reason why they cannot be used.
type identities struct {
	all encryption.Identities
	err error
}

// loadIdentities returns the keys from the configuration, otherwise from the environment. Invalid keys in the environment
// are an error only when they are needed.
func loadIdentities(configured types.String, lookupEnv func(string) (string, bool)) (identities, diag.Diagnostics) {
	var diags diag.Diagnostics
	switch {
	case configured.IsUnknown():
		return identities{err: errors.New("the provider's age_identity is not known yet; first apply the resources that provide it, for example with -target")}, nil
	case !configured.IsNull():
		all, err := encryption.ParseIdentities(idp.Secret(configured.ValueString()))
		if err != nil {
			diags.AddAttributeError(path.Root("age_identity"), invalidConfiguration, "age_identity (or "+ageIdentityVariable+") cannot be used: "+err.Error()+".")
		}
		return identities{all: all, err: err}, diags
	}
	if value, ok := lookupEnv(ageIdentityVariable); ok && value != "" {
		return readIdentities(ageIdentityVariable, idp.Secret(value), nil), nil
	}
	if name, ok := lookupEnv(ageIdentityFileVariable); ok && name != "" {
		if err := checkPath(name, "Use age_identity (or "+ageIdentityVariable+")"); err != nil {
			return identities{err: fmt.Errorf("%s %w", ageIdentityFileVariable, err)}, nil
		}
		content, warnings, err := readKeyFile(ageIdentityFileVariable, expandHome(name, lookupEnv))
		return readIdentities(ageIdentityFileVariable, content, err), warnings
	}
	return identities{}, nil
}

func readIdentities(variable string, content idp.Secret, err error) identities {
	var all encryption.Identities
	if err == nil {
		all, err = encryption.ParseIdentities(content)
	}
	if err != nil {
		err = fmt.Errorf("%s cannot be used: %w", variable, err)
	}
	return identities{all: all, err: err}
}
