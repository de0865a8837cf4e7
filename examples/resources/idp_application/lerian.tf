# The name is the slug of the Lerian product that the application may use.
resource "idp_application" "fees" {
  name        = "plugin-fees"
  description = "Calculates the fees every night, staging"

  lerian {}

  # Lerian replaces an application on any change: with this, the new one is there before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

# The secret goes where the workload finds it; it is sensitive, so plans and logs do not show it.
output "fees_client_id" {
  value = idp_application.fees.client_id
}

output "fees_client_secret" {
  value     = idp_application.fees.client_secret
  sensitive = true
}
