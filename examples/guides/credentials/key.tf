terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# An API that asks ZITADEL to check incoming tokens, and signs these requests with a key.
resource "idp_application" "orders" {
  name        = "orders-api"
  auth_method = "private_key_jwt"

  zitadel {
    project_id = "370143895640379394"
  }
}

resource "idp_application_credential" "orders" {
  application_id = idp_application.orders.id

  zitadel {
    project_id = "370143895640379394"
  }

  key {
    expires_at = "2099-12-31T23:59:59Z"
  }
}

output "orders_key" {
  value     = idp_application_credential.orders.key.file
  sensitive = true
}
