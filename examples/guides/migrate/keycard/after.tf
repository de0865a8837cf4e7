terraform {
  required_providers {
    idp     = { source = "idpkit/idp", version = "~> 0.1.0" }
    keycard = { source = "keycardai/keycard", version = "~> 0.1" } # for the block removed
  }
}

# Move the client secret's resource: only its state has the secret.
moved {
  from = keycard_application_client_secret.billing
  to   = idp_application.billing
}

# Remove the application's old resource from state without deleting the application.
removed {
  from = keycard_application.billing

  lifecycle {
    destroy = false
  }
}

resource "idp_application" "billing" {
  name          = "Billing agent"
  identifier    = "https://billing.example.com"
  redirect_uris = ["https://billing.example.com/callback"]

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}
