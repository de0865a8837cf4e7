// Package faultmatrix lists the outcome of each operation at each platform for each fault. Its tests check the provider
// against this list, from which the fault reference for users is generated.
package faultmatrix

import "cmp"

// Column is a kind of application or credential at a platform.
type Column struct {
	Kind     string // the platform's name for its first kind
	Platform string // name of its block
	Title    string // title in the fault reference
}

// The columns of the matrix: the first kind of each platform, the kinds that send other requests, and the kinds of
// credentials, of which a column has those with the same outcomes.
var (
	Platforms = []Column{{"zitadel", "zitadel", "ZITADEL"}, {"keycard", "keycard", "Keycard"}, {"lerian", "lerian", "Lerian"}}
	Kinds     = []Column{
		{Web, "zitadel", "ZITADEL web application"},
		{ServiceAccount, "zitadel", "ZITADEL service account"},
		{PublicKey, "keycard", "Keycard application with `jwks_uri`"},
	}
	Credentials = []Column{
		{ClientSecret, "keycard", "Keycard, client ID chosen by the provider"},
		{Public, "keycard", "Keycard, other credentials"},
		{AppKey, "zitadel", "ZITADEL `key`"},
	}
)

// Kinds returns the kinds of a column.
func (c Column) Kinds() []string { return append([]string{c.Kind}, alike[c.Kind]...) }

// alike has the kinds of credentials with the same outcomes as the first kind of their column.
var alike = map[string][]string{
	ClientSecret: {OwnKeys}, Public: {NamedKeys, Workload, URL}, AppKey: {MachineKey},
}

// The other kinds of a platform.
const (
	Web            = "web"
	ServiceAccount = "service_account"
	PublicKey      = "public_key"
)

// The kinds of credentials.
const (
	ClientSecret = "client secret"
	OwnKeys      = "public key" // without an identifier
	NamedKeys    = "named public key"
	Workload     = "workload identity"
	URL          = "URL"
	Public       = "public client ID"
	AppKey       = "application's key"
	MachineKey   = "service account's key"
)

// Operation is what Terraform does when the fault occurs.
type Operation string

// The operations, in the order of an application's lifecycle.
const (
	Login      Operation = "Log in"
	Create     Operation = "Create an application"
	Credential Operation = "Create the credential of a new application"
	Attach     Operation = "Add the dependencies of a new application"
	Read       Operation = "Read an application in a plan"
	Depends    Operation = "Read the dependencies in a plan"
	Update     Operation = "Update an application"
	Rename     Operation = "Change the `identifier`"
	Depend     Operation = "Add a dependency"
	Undepend   Operation = "Remove a dependency"
	Rotate     Operation = "Rotate a client secret"
	Exchange   Operation = "Change the `jwks_uri`"
	Retire     Operation = "Revoke the previous credential"
	Verify     Operation = "Verify a client secret"
	Delete     Operation = "Delete an application"
	Import     Operation = "Import an application"
	Issue      Operation = "Create a credential"
	Show       Operation = "Read a credential in a plan"
	Change     Operation = "Change a credential"
	Revoke     Operation = "Revoke a credential"
)

// Note returns what to show below the tables of an operation.
func (o Operation) Note() string {
	if o == Create {
		return "At ZITADEL, a 404 from another server looks like a ZITADEL without the application service (v2). The provider then creates the application " +
			"with the older API."
	}
	return ""
}

// requests has the request of each operation that meets the fault. A platform without one does not have the operation: at
// Lerian, a create returns the secret, and changes replace the application. There, a rotation first deletes the application,
// which has the faults of a delete, and then registers a new one. A kind without a request sends that of the platform's
// first kind, or of its column's.
var requests = map[Operation]map[string]string{
	Login: {"zitadel": "zitadel.token", "keycard": "keycard.token", "lerian": "lerian.login"},
	Create: {
		"zitadel": "zitadel.create_application", "keycard": "keycard.create_application", "lerian": "lerian.create_application",
		Web: "zitadel.create_application", ServiceAccount: "zitadel.create_machine", PublicKey: "keycard.create_application",
	},
	Credential: {
		"zitadel": "zitadel.generate_secret", "keycard": "keycard.create_credential",
		Web: "zitadel.generate_oidc_secret", ServiceAccount: "zitadel.create_machine_secret", PublicKey: "keycard.create_credential",
	},
	Attach:   {"keycard": "keycard.put_dependency"},
	Read:     {"zitadel": "zitadel.get_app", "keycard": "keycard.get_application", "lerian": "lerian.get_application", ServiceAccount: "zitadel.get_user"},
	Depends:  {"keycard": "keycard.list_dependencies"},
	Update:   {"zitadel": "zitadel.update_app", "keycard": "keycard.update_application", Web: "zitadel.update_oidc_config", ServiceAccount: "zitadel.update_machine"},
	Rename:   {ServiceAccount: "zitadel.update_username"},
	Depend:   {"keycard": "keycard.put_dependency"},
	Undepend: {"keycard": "keycard.delete_dependency"},
	Rotate: {
		"zitadel": "zitadel.generate_secret", "keycard": "keycard.create_credential", "lerian": "lerian.create_application",
		Web: "zitadel.generate_oidc_secret", ServiceAccount: "zitadel.create_machine_secret",
	},
	Exchange: {PublicKey: "keycard.create_credential"},
	Retire:   {"keycard": "keycard.delete_credential"},
	Verify:   {"zitadel": "zitadel.introspect", "keycard": "keycard.zone_token", "lerian": "lerian.login", ServiceAccount: "zitadel.token"},
	Delete:   {"zitadel": "zitadel.delete_app", "keycard": "keycard.delete_application", "lerian": "lerian.delete_application", ServiceAccount: "zitadel.delete_user"},
	Import:   {"zitadel": "zitadel.get_app", "keycard": "keycard.get_application", "lerian": "lerian.get_application", ServiceAccount: "zitadel.get_user"},
	Issue: {
		ClientSecret: "keycard.create_credential", OwnKeys: "keycard.create_credential", NamedKeys: "keycard.create_credential",
		Workload: "keycard.create_credential", URL: "keycard.create_credential", Public: "keycard.create_credential",
		AppKey: "zitadel.create_app_key", MachineKey: "zitadel.create_machine_key",
	},
	Show: {
		ClientSecret: "keycard.get_credential", Workload: "keycard.get_credential", URL: "keycard.get_credential", Public: "keycard.get_credential",
		AppKey: "zitadel.get_app_key", MachineKey: "zitadel.get_machine_key",
	},
	Change: {Workload: "keycard.update_credential", URL: "keycard.update_credential", Public: "keycard.update_credential"},
	Revoke: {
		ClientSecret: "keycard.delete_credential", Public: "keycard.delete_credential",
		AppKey: "zitadel.delete_app_key", MachineKey: "zitadel.delete_machine_key",
	},
}

// Request returns the request of an operation for a kind of application, "" if there is none.
func Request(o Operation, kind string) string { return requests[o][kind] }

// reading returns the request that reads an application or a credential of a column.
func reading(c Column) string {
	return cmp.Or(Request(Read, c.Kind), Request(Show, c.Kind), Request(Read, c.Platform))
}
