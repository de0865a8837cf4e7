list "idp_application" "zitadel" {
  provider         = idp
  include_resource = true
  limit            = 1000

  config {
    zitadel {
      project_id = "370143895640379394"
    }
  }
}

list "idp_application" "keycard" {
  provider         = idp
  include_resource = true
  limit            = 1000

  config {
    keycard {
      zone_id = "ujzde8gxd6ncf10epf91dhodzd"
    }
  }
}

list "idp_application" "lerian" {
  provider         = idp
  include_resource = true
  limit            = 1000

  config {
    lerian {}
  }
}
