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

const overview = "A credential of an application, beside the one that `idp_application` manages: another client secret, a key, a public key, a workload " +
	"identity, a client metadata URL, or a public client ID.\n\nPlatforms show client secrets and private keys once. Terraform keeps them in state: use a state backend " +
	"that encrypts and restricts access, or encrypt them with `secret.recipients`. The guide [Credentials](../guides/credentials.md) shows each kind, and rotation with overlap."

// newOne ends the description of an attribute that cannot be changed in place.
const newOne = " Changing this forces a new credential."

// catalog is the platforms of the resource.
type catalog struct{ rules.Catalog }

func (c catalog) schema() schema.Schema {
	blocks := map[string]schema.Block{"secret": secretBlock()}
	for _, capabilities := range c.Catalog {
		blocks[capabilities.Platform] = platformBlocks[capabilities.Platform]
	}
	for _, kind := range kinds {
		block := kindBlocks[kind]
		block.MarkdownDescription += " " + c.offering(kind) + " Exactly one of the blocks for the kinds must be set." + newOne
		blocks[string(kind)] = block
	}
	return schema.Schema{
		MarkdownDescription: overview,
		Attributes: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "ID of the application: `id` of an `idp_application`." + newOne,
			},
			"id": computed("The platform's ID of the credential.", false),
			"client_id": computed("The client ID, not secret. ZITADEL: the application's. Keycard: the credential's own. Null for a workload identity, and "+
				"where the platform does not show it.", false),
		},
		Blocks: blocks,
	}
}

// offering names the platforms that have a kind.
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
		MarkdownDescription: "The application is registered at ZITADEL." + rules.ExactlyOne,
		Attributes: map[string]schema.Attribute{
			"project_id": optional("ID of the application's project. Leave it out for a service account, which has none." + newOne),
			"organization_id": optional("ID of the organization that owns the application (sent as `x-zitadel-orgid`). Default: the provider's " +
				"`zitadel.organization_id`, else the organization of the provider's service account."),
		},
	},
	"keycard": {
		MarkdownDescription: "The application is registered at Keycard." + rules.ExactlyOne,
		Attributes:          map[string]schema.Attribute{"zone_id": optional("Required. ID of the application's zone." + newOne)},
	},
}

var kindBlocks = map[idp.CredentialKind]schema.SingleNestedBlock{
	idp.CredentialClientSecret: {
		MarkdownDescription: "A client ID and a client secret, both made for this credential.",
		Attributes: map[string]schema.Attribute{
			"value": computed("The client secret. Null with `secret.recipients`, and after an import.", true),
		},
	},
	idp.CredentialKey: {
		MarkdownDescription: "A key with which the application signs assertions (RFC 7523). Its `auth_method` must be `private_key_jwt`.",
		Attributes: map[string]schema.Attribute{
			"expires_at": optional("Time at which the key expires (RFC 3339), such as `2027-01-01T00:00:00Z`. Default: never. From " +
				fmt.Sprintf("%d days before", noticeDays) + " on, each plan warns; an expired key is replaced." + newOne),
			"public_key": optional("Public RSA key in PEM form, of a key pair of your own. Service accounts only. Default: ZITADEL makes the key pair." + newOne),
			"file":       computed("The key file with the private key, in JSON, as ZITADEL made it. Null with `public_key`, with `secret.recipients`, and after an import.", true),
		},
	},
	idp.CredentialPublicKey: {
		MarkdownDescription: "A client ID, and the address of the public keys with which the application signs assertions (RFC 7523).",
		Attributes: map[string]schema.Attribute{
			"jwks_uri": optional("Required. URL of the JSON Web Key Set." + newOne),
			"identifier": schema.StringAttribute{
				Optional: true, Computed: true, MarkdownDescription: "Client ID of your choice. Default: Keycard makes one." + newOne,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	},
	idp.CredentialWorkloadIdentity: {
		MarkdownDescription: "Tokens of another issuer, such as a Kubernetes cluster or a CI system, are the application's credential.",
		Attributes: map[string]schema.Attribute{
			"provider_id": optional("Required. ID of the issuer's provider in the zone." + newOne),
			"subject":     optional("Subject (`sub`) of the workload's tokens, compared exactly, such as `system:serviceaccount:shop:orders`. Required unless `any_subject` is `true`."),
			"any_subject": schema.BoolAttribute{
				Optional: true, MarkdownDescription: "Whether every token of the issuer is accepted as this application (default `false`). With a public issuer this admits anyone.",
			},
		},
	},
	idp.CredentialURL: {
		MarkdownDescription: "A client ID metadata document names the application's public keys.",
		Attributes:          map[string]schema.Attribute{"identifier": optional("Required. URL of the document, which is the client ID.")},
	},
	idp.CredentialPublic: {
		MarkdownDescription: "A client ID without any proof, for applications that cannot keep a secret.",
		Attributes:          map[string]schema.Attribute{"identifier": optional("Required. Client ID of your choice.")},
	},
}

func secretBlock() schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "How the client secret or the key file is kept. See the guide [Secrets](../guides/secrets.md).",
		Attributes: map[string]schema.Attribute{
			"recipients": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Public keys to encrypt to: [age](https://age-encryption.org) recipients (`age1...`) or SSH public keys (`ssh-ed25519 ...`, `ssh-rsa ...`). " +
					"Plan and state then hold `encrypted` only. Adding recipients encrypts what is in state. Changing or removing them forces a new credential.",
			},
			"encrypted": computed("The client secret or the key file, encrypted to `recipients` (an armoured age file). Not sensitive. Decrypt it with `age` or the "+
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
