terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# The name is the slug of the Lerian product that the application uses.
resource "idp_application" "fees" {
  name        = "plugin-fees"
  description = "Calculates fees every night, staging"

  lerian {}

  # Lerian has no update, so every change replaces the application: create the new one before you delete the old one.
  lifecycle {
    create_before_destroy = true
  }
}

output "fees_client_id" {
  value = idp_application.fees.client_id
}

# The value is sensitive, so plans and logs do not show it.
output "fees_client_secret" {
  value     = idp_application.fees.client_secret
  sensitive = true
}
