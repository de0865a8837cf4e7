terraform {
  required_providers {
    idp     = { source = "idpkit/idp" }
    restapi = { source = "Mastercard/restapi" }
  }
}

variable "orders_resource_id" {
  description = "The ID of the resource at Keycard whose identifier is https://orders.example.com."
  type        = string
}

resource "idp_application" "billing" {
  name       = "Billing agent"
  identifier = "https://billing.example.com"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"

    # Without it, Keycard refuses the token (access_denied).
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

# It configures another provider, which is not kept either.
provider "restapi" {
  uri     = "https://orders.example.com"
  headers = { Authorization = "Bearer ${ephemeral.idp_access_token.billing.access_token}" }
}

resource "restapi_object" "subscription" {
  path = "/subscriptions"
  data = jsonencode({ id = "billing", topic = "orders" })
}
