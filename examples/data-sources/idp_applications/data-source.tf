# The applications of a zone whose names begin with the team's.
data "idp_applications" "billing" {
  name_prefix = "Billing"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}

output "billing_client_ids" {
  value = { for application in data.idp_applications.billing.applications : application.name => application.client_id }
}
