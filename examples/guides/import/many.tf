terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

data "idp_applications" "existing" {
  name_prefix = "orders-"

  zitadel {
    project_id = "370143895640379394"
  }
}

# What to write into import blocks.
output "import_ids" {
  value = { for application in data.idp_applications.existing.applications : application.name => application.import_id }
}
