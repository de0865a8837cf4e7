terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# idp_application manages the first client secret. This is a second one, for another client.
resource "idp_application" "billing" {
  name       = "Billing agent"
  identifier = "https://billing.example.com"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

resource "idp_application_credential" "batch" {
  application_id = idp_application.billing.id

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  client_secret {}
}

output "batch_client_id" {
  value = idp_application_credential.batch.client_id
}

output "batch_client_secret" {
  value     = idp_application_credential.batch.client_secret.value
  sensitive = true
}
