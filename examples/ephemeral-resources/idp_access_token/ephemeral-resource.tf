resource "idp_application" "billing" {
  name       = "Billing agent"
  identifier = "https://billing.example.com"

  keycard = {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

# A token for one resource, which the application must depend on.
ephemeral "idp_access_token" "billing" {
  client_id     = idp_application.billing.client_id
  client_secret = idp_application.billing.client_secret

  keycard = {
    zone_id  = "ujzde8gxd6ncf10epf91dhodzd"
    resource = "https://orders.example.com"
  }
}

# It can configure another provider, or go to a write-only argument.
provider "restapi" {
  uri          = "https://orders.example.com"
  bearer_token = ephemeral.idp_access_token.billing.access_token
}
