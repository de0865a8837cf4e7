terraform {
  required_providers {
    idp     = { source = "idpkit/idp", version = "~> 0.1.0" }
    restapi = { source = "Mastercard/restapi", version = "~> 2.0" }
  }
}

variable "orders_resource_id" {
  description = "ID of the Keycard resource with the identifier https://orders.example.com."
  type        = string
}

resource "idp_application" "billing" {
  name       = "Billing agent"
  identifier = "https://billing.example.com"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"

    # Without this dependency, Keycard refuses the token (access_denied).
    dependency {
      resource_id = var.orders_resource_id
    }
  }
}

# A token for one resource of the zone.
ephemeral "idp_access_token" "billing" {
  client_id     = idp_application.billing.client_id
  client_secret = idp_application.billing.client_secret

  keycard {
    zone_id  = "ujzde8gxd6ncf10epf91dhodzd"
    resource = "https://orders.example.com"
  }
}

# The token configures another provider. Terraform does not store provider configurations in state.
provider "restapi" {
  uri     = "https://orders.example.com"
  headers = { Authorization = "Bearer ${ephemeral.idp_access_token.billing.access_token}" }
}

resource "restapi_object" "subscription" {
  path = "/subscriptions"
  data = jsonencode({ id = "billing", topic = "orders" })
}
