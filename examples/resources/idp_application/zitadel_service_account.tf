terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# A worker that gets tokens for itself. The identifier is its user name at ZITADEL, and its client ID.
resource "idp_application" "invoices" {
  name        = "Invoice worker"
  identifier  = "invoice-worker"
  description = "Sends invoices every night"

  zitadel {
    type              = "service_account"
    access_token_type = "jwt"
  }
}
