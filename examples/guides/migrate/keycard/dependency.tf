terraform {
  required_providers {
    idp     = { source = "idpkit/idp", version = "~> 0.1.0" }
    keycard = { source = "keycardai/keycard", version = "~> 0.1" } # for the block removed
  }
}

# Remove the dependency's old resource from state without deleting the dependency.
removed {
  from = keycard_application_dependency.orders

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

    dependency {
      resource_id = "tq2lkx8r7m1v9d4b6s3n0c5wye"
    }
  }
}
