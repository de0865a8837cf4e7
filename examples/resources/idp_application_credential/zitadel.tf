terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# A service account that gets tokens with a key.
resource "idp_application" "worker" {
  name        = "Orders worker"
  identifier  = "orders-worker"
  auth_method = "private_key_jwt"

  zitadel {
    type = "service_account"
  }
}

resource "idp_application_credential" "worker" {
  application_id = idp_application.worker.id

  zitadel {}

  key {
    expires_at = "2099-12-31T23:59:59Z"
  }
}

# The key file for the worker, with the private key.
output "worker_key" {
  value     = idp_application_credential.worker.key.file
  sensitive = true
}
