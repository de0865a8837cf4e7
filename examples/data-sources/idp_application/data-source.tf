terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# An application that another team manages, found by name.
data "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = "370143895640379394"
  }
}

output "orders_client_id" {
  value = data.idp_application.orders.client_id
}
