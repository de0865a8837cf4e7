# Warns in every plan of applications that exist in the project and are not managed here. SAML applications are never listed.

terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

variable "zitadel_project_id" {
  type = string
}

resource "idp_application" "this" {
  for_each = toset(["orders-api", "payments-api"])

  name = each.key

  zitadel {
    project_id = var.zitadel_project_id
  }
}

# Keep the data source outside the check block: inside, it shows a pending read in every plan.
data "idp_applications" "all" {
  zitadel {
    project_id = var.zitadel_project_id
  }
}

check "unmanaged_applications" {
  assert {
    condition = length(setsubtract(data.idp_applications.all.applications[*].id, values(idp_application.this)[*].id)) == 0
    error_message = format("Not managed with Terraform: %s.", join(", ", [
      for application in data.idp_applications.all.applications : application.name
      if !contains(values(idp_application.this)[*].id, application.id)
    ]))
  }
}
