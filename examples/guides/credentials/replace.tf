terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

variable "key_generation" {
  description = "Change this to rotate the key."
  type        = string
}

resource "terraform_data" "key_generation" {
  input = var.key_generation
}

resource "idp_application" "orders" {
  name        = "orders-api"
  auth_method = "private_key_jwt"

  zitadel {
    project_id = "370143895640379394"
  }
}

resource "idp_application_credential" "orders" {
  application_id = idp_application.orders.id

  zitadel {
    project_id = "370143895640379394"
  }

  key {}

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.key_generation]
  }
}
