# Rules for the plans of a platform team, on the output of terraform show -json.
package idp

# The client secret of an application is encrypted in state.
deny contains message if {
	some change in written
	has_secret(change.change)
	not encrypted(change.change)
	message := sprintf("%s: set secret.recipients, so that the state has no client secret in plain text", [change.address])
}

# A plan must not remove a protected application with ignore_deletion_protection.
deny contains message if {
	some change in input.resource_changes
	change.type == "idp_application"
	"delete" in change.change.actions
	change.change.before.deletion_protection == true
	message := sprintf("%s: first set deletion_protection = false in a separate change", [change.address])
}

written contains change if {
	some change in input.resource_changes
	change.type == "idp_application"
	some action in change.change.actions
	action in {"create", "update"}
}

# An authentication method that is known only after the apply may have a secret.
has_secret(change) if startswith(change.after.auth_method, "client_secret_")

has_secret(change) if change.after_unknown.auth_method == true

# Recipients that are known only after the apply count: they are set.
encrypted(change) if count(change.after.secret.recipients) > 0

encrypted(change) if change.after_unknown.secret.recipients == true
