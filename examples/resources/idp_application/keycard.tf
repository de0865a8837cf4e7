terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# An agent with a client ID and a client secret.
resource "idp_application" "billing" {
  name          = "Billing agent"
  description   = "Sends invoices"
  identifier    = "https://billing.example.com"
  redirect_uris = ["https://billing.example.com/callback"]

  keycard {
    zone_id  = "ujzde8gxd6ncf10epf91dhodzd"
    docs_url = "https://wiki.example.com/billing"
    consent  = "implicit"
  }
}
