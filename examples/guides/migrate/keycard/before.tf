resource "keycard_application" "billing" {
  zone_id    = "ujzde8gxd6ncf10epf91dhodzd"
  name       = "Billing agent"
  identifier = "https://billing.example.com"

  oauth2 = {
    redirect_uris = ["https://billing.example.com/callback"]
  }
}

resource "keycard_application_client_secret" "billing" {
  zone_id        = "ujzde8gxd6ncf10epf91dhodzd"
  application_id = keycard_application.billing.id
}
