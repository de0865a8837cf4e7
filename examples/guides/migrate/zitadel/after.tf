terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

moved {
  from = zitadel_application_api.orders
  to   = idp_application.orders
}

resource "idp_application" "orders" {
  name        = "orders-api"
  auth_method = "client_secret_basic"

  zitadel {
    organization_id = "370143895640310001"
    project_id      = "370143895640379394"
  }
}
