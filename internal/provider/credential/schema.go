package credential

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

const overview = "Manages a credential of an application, in addition to any that `idp_application` manages. A credential is a client secret, a key, a public key, a workload " +
	"identity, a client metadata URL, or a public client ID.\n\nPlatforms show client secrets and private keys once, and Terraform then keeps them in state. Use a state backend " +
	"that encrypts and restricts access, or encrypt them with `secret.recipients`. The guide [Credentials](../guides/credentials.md) shows each kind, and rotation with overlap."

// newOne ends the description of an attribute that cannot be changed in place.
const newOne = " Changing this forces a new credential."

// oneKind ends the description of a kind.
var oneKind = " Set exactly one of `" + list(kinds, "`, `") + "`. Adding or removing this block replaces the credential."

// catalog lists the platforms of the resource.
type catalog struct{ rules.Catalog }

func (c catalog) schema() schema.Schema {
	blocks := map[string]schema.Block{"secret": secretBlock()}
	for _, capabilities := range c.Catalog {
		blocks[capabilities.Platform] = platformBlocks[capabilities.Platform]
	}
	for _, kind := range kinds {
		block := kindBlocks[kind]
		block.MarkdownDescription += " " + c.offering(kind) + oneKind
		blocks[string(kind)] = block
	}
	return schema.Schema{
		MarkdownDescription: overview,
		Attributes: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "ID of the application: `id` of an `idp_application`." + newOne,
			},
			"id": computed("ID of the credential at the platform.", false),
			"client_id": computed("Client ID. Not sensitive. Null for a workload identity, and if the platform does not show it. ZITADEL: the application's. "+
				"Keycard: the credential's own.", false),
		},
		Blocks: blocks,
	}
}

// offering lists the platforms that support a kind.
func (c catalog) offering(kind idp.CredentialKind) string {
	var titles []string
	for _, capabilities := range c.Catalog {
		if offers(capabilities, kind) {
			titles = append(titles, capabilities.Title)
		}
	}
	return strings.Join(titles, ", ") + " only."
}

var platformBlocks = map[string]schema.SingleNestedBlock{
	"zitadel": {
		MarkdownDescription: "Project and organization of an application at ZITADEL." + rules.ExactlyOne,
		Attributes: map[string]schema.Attribute{
			"project_id": optional("ID of the application's project. Omit it for a service account, which has none." + newOne),
			"organization_id": optional("ID of the organization that owns the application (`x-zitadel-orgid`). Default: the provider's " +
				"`zitadel.organization_id`, then the organization of the provider's service account."),
		},
	},
	"keycard": {
		MarkdownDescription: "Zone of an application at Keycard." + rules.ExactlyOne,
		Attributes:          map[string]schema.Attribute{"zone_id": optional("ID of the application's zone. Required." + newOne)},
	},
}

var kindBlocks = map[idp.CredentialKind]schema.SingleNestedBlock{
	idp.CredentialClientSecret: {
		MarkdownDescription: "Client ID and client secret, created by Keycard. To create this kind of credential, write an empty block, `client_secret {}`: only its attributes are read-only.",
		Attributes: map[string]schema.Attribute{
			"value": computed("Client secret. Null with `secret.recipients`, and after an import.", true),
		},
	},
	idp.CredentialKey: {
		MarkdownDescription: "Key with which the application signs assertions (RFC 7523). The application's `auth_method` must be `private_key_jwt`.",
		Attributes: map[string]schema.Attribute{
			"expires_at": optional("Expiry time of the key (RFC 3339), such as `2027-01-01T00:00:00Z`. Default: never." + newOne +
				fmt.Sprintf(" Plans show a warning in the last %d days. After that, a plan fails until you set a later time, and then replaces the key.", noticeDays)),
			"public_key": optional("RSA public key in PEM form, from your key pair. Default: ZITADEL creates the key pair. Service accounts only." + newOne),
			"file":       computed("Key file with the private key, as ZITADEL created it (JSON). Null with `public_key`, with `secret.recipients`, and after an import.", true),
		},
	},
	idp.CredentialPublicKey: {
		MarkdownDescription: "Client ID and URL of public keys, which verify the application's signed assertions (RFC 7523).",
		Attributes: map[string]schema.Attribute{
			"jwks_uri": optional("URL of the JSON Web Key Set. Required." + newOne),
			"identifier": schema.StringAttribute{
				Optional: true, Computed: true, MarkdownDescription: "Client ID of your choice. Default: Keycard creates one." + newOne,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	},
	idp.CredentialWorkloadIdentity: {
		MarkdownDescription: "Trust in the tokens of another issuer, such as a Kubernetes cluster or a CI system.",
		Attributes: map[string]schema.Attribute{
			"provider_id": optional("ID of the token issuer in the zone, which Keycard calls a provider. Required." + newOne),
			"subject":     optional("Subject (`sub`) of the workload's tokens, such as `system:serviceaccount:shop:orders`. Compared exactly. Required, unless `any_subject` is `true`."),
			"any_subject": schema.BoolAttribute{
				Optional: true, MarkdownDescription: "Whether Keycard accepts every token of the issuer. Default: `false`. With a public issuer, this admits anyone.",
			},
		},
	},
	idp.CredentialURL: {
		MarkdownDescription: "Client ID metadata document, which names the application's public keys.",
		Attributes:          map[string]schema.Attribute{"identifier": optional("URL of the document, which is the client ID. Required.")},
	},
	idp.CredentialPublic: {
		MarkdownDescription: "Client ID without proof, for applications that cannot keep a secret.",
		Attributes:          map[string]schema.Attribute{"identifier": optional("Client ID of your choice. Required.")},
	},
}

func secretBlock() schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "Storage of the client secret or key file. See [Secrets](../guides/secrets.md).",
		Attributes: map[string]schema.Attribute{
			"recipients": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Public keys that the secret is encrypted to: [age](https://age-encryption.org) recipients (`age1...`) or SSH public keys (`ssh-ed25519 ...`, " +
					"`ssh-rsa ...`). State then holds only `encrypted`." + newOne + " Exception: adding recipients to an unencrypted secret encrypts it.",
			},
			"encrypted": computed("Client secret or key file, encrypted to `recipients` (an armored age file). Not sensitive. Decrypt it with `age` or the "+
				"ephemeral resource `idp_client_secret`.", false),
		},
	}
}

func optional(description string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description}
}

func computed(description string, sensitive bool) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, Sensitive: sensitive, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}
