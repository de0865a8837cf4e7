terraform {
  required_providers {
    idp = {
      source  = "idpkit/idp"
      version = "~> 0.1.0"
    }
  }
}

variable "project_id" {
  description = "ID of the ZITADEL project."
  type        = string
}

resource "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = var.project_id
  }
}

output "client_id" {
  value = idp_application.orders.client_id
}

output "client_secret" {
  value     = idp_application.orders.client_secret
  sensitive = true
}
