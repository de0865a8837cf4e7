# An application that somebody else manages, by its name.
data "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = "370143895640379394"
  }
}

output "orders_client_id" {
  value = data.idp_application.orders.client_id
}
