list "idp_application" "orders" {
  provider         = idp
  include_resource = true # needed to generate configuration
  limit            = 1000 # Terraform's default is 100

  config {
    name_prefix = "orders-"

    zitadel {
      project_id = "370143895640379394"
    }
  }
}
