// Package faultmatrix says, as data, what becomes of each operation at each platform when something goes wrong. Its tests
// hold the provider to it, and the guide for users is written from it, so that the two cannot differ.
package faultmatrix

// Platforms are the columns of the matrix: by the names of their blocks, and as their makers write them.
var (
	Platforms = []string{"zitadel", "keycard", "lerian"}
	Titles    = []string{"ZITADEL", "Keycard", "Lerian"}
)

// Operation is what Terraform does while something goes wrong.
type Operation string

// The operations, in the order of an application's life.
const (
	Login      Operation = "Logging in"
	Create     Operation = "Registering an application"
	Credential Operation = "Making its client secret"
	Read       Operation = "Reading it, in a plan"
	Update     Operation = "Changing it"
	Rotate     Operation = "Rotating its client secret"
	Retire     Operation = "Removing the previous credential"
	Verify     Operation = "Verifying its client secret"
	Delete     Operation = "Removing it"
	Import     Operation = "Importing it"
)

// requests are the requests that meet the trouble. A platform without one has no such operation: at Lerian the secret
// comes with the application, and a change is a new application. There, a rotation first removes the application, for
// which the troubles are those of a removal, and then registers another one.
var requests = map[Operation]map[string]string{
	Login:      {"zitadel": "zitadel.token", "keycard": "keycard.token", "lerian": "lerian.login"},
	Create:     {"zitadel": "zitadel.create_application", "keycard": "keycard.create_application", "lerian": "lerian.create_application"},
	Credential: {"zitadel": "zitadel.generate_secret", "keycard": "keycard.create_credential"},
	Read:       {"zitadel": "zitadel.get_app", "keycard": "keycard.get_application", "lerian": "lerian.get_application"},
	Update:     {"zitadel": "zitadel.update_app", "keycard": "keycard.update_application"},
	Rotate:     {"zitadel": "zitadel.generate_secret", "keycard": "keycard.create_credential", "lerian": "lerian.create_application"},
	Retire:     {"keycard": "keycard.delete_credential"},
	Verify:     {"zitadel": "zitadel.introspect", "keycard": "keycard.zone_token", "lerian": "lerian.login"},
	Delete:     {"zitadel": "zitadel.delete_app", "keycard": "keycard.delete_application", "lerian": "lerian.delete_application"},
	Import:     {"zitadel": "zitadel.get_app", "keycard": "keycard.get_application", "lerian": "lerian.get_application"},
}

// Request names the request of an operation at a platform, "" where there is none.
func Request(o Operation, platform string) string { return requests[o][platform] }
