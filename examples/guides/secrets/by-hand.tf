terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# Changing the number rotates the secret.
resource "idp_application" "orders" {
  name                = "orders-api"
  rotate_when_changed = { round = "1" }

  zitadel {
    project_id = "370143895640379394"
  }
}
