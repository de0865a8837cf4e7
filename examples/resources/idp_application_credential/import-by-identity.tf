terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

import {
  to = idp_application_credential.batch
  identity = {
    platform       = "keycard"
    zone_id        = "ujzde8gxd6ncf10epf91dhodzd"
    application_id = "oc9is0j8ht9lgmxg9edn581u33"
    id             = "q2w3e4r5t6y7u8i9o0p1a2s3d4"
  }
}

resource "idp_application_credential" "batch" {
  application_id = "oc9is0j8ht9lgmxg9edn581u33"

  keycard {
    zone_id = "ujzde8gxd6ncf10epf91dhodzd"
  }

  client_secret {}
}
