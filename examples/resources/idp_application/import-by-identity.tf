import {
  to = idp_application.billing
  identity = {
    platform = "keycard"
    zone_id  = "ujzde8gxd6ncf10epf91dhodzd"
    id       = "oc9is0j8ht9lgmxg9edn581u33"
  }
}
