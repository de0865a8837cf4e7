terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

import {
  to = idp_application.billing
  identity = {
    platform = "keycard"
    zone_id  = "ujzde8gxd6ncf10epf91dhodzd"
    id       = "oc9is0j8ht9lgmxg9edn581u33"
  }
}

resource "idp_application" "billing" {
  name       = "Billing agent"
  identifier = "https://billing.example.com"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }
}
