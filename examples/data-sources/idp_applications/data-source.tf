terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# All applications of a zone whose name starts with "Billing".
data "idp_applications" "billing" {
  name_prefix = "Billing"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

output "billing_client_ids" {
  value = { for application in data.idp_applications.billing.applications : application.identifier => application.client_id }
}
