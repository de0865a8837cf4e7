terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# If someone generates a new secret on the platform, the next plan shows a rotation.
resource "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = "370143895640379394"
  }

  secret {
    verify = true
  }
}
