terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

variable "generations" {
  description = "Add a generation, move the clients to its credential, and remove the old generation."
  type        = set(string)
}

resource "idp_application" "billing" {
  name       = "Billing agent"
  identifier = "https://billing.example.com"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

resource "idp_application_credential" "billing" {
  for_each       = var.generations
  application_id = idp_application.billing.id

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  client_secret {}
}

output "billing_client_ids" {
  value = { for generation, credential in idp_application_credential.billing : generation => credential.client_id }
}
