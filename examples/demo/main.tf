# One application on each platform. `make demo` applies this to the emulator; README.md says how to do so by hand. The provider has
# no version, because both use the one that they build.

terraform {
  required_providers {
    idp = {
      source = "idpkit/idp"
    }
  }
}

variable "zitadel_project_id" {
  type = string
}

variable "keycard_zone_id" {
  type = string
}

resource "idp_application" "orders" {
  name = "orders-api"
  zitadel { project_id = var.zitadel_project_id }
}

resource "idp_application" "billing" {
  name          = "Billing agent"
  description   = "Sends the invoices"
  identifier    = "https://billing.example.com"
  redirect_uris = ["https://billing.example.com/callback"]
  keycard { zone_id = var.keycard_zone_id }
}

resource "idp_application" "fees" {
  name        = "plugin-fees"
  description = "Calculates the fees every night"
  lerian {}
}

output "client_ids" {
  value = {
    orders  = idp_application.orders.client_id
    billing = idp_application.billing.client_id
    fees    = idp_application.fees.client_id
  }
}

output "billing_id" {
  value = idp_application.billing.id
}
