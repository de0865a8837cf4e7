list "idp_application_credential" "all" {
  provider         = idp
  include_resource = true # needed to generate configuration
  limit            = 1000 # Terraform's default is 100

  config {
    keycard {
      zone_id = "ujzde8gxd6ncf10epf91dhodzd"
    }
  }
}
