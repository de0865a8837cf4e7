terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# Configure only the platforms that your resources use. Most settings can come from the environment instead.
provider "idp" {
  zitadel {
    endpoint         = "https://example.zitadel.cloud"
    jwt_profile_file = "/run/secrets/zitadel-key.json"
  }

  keycard {
    client_id     = "terraform"
    client_secret = var.keycard_client_secret
  }

  lerian {
    identity_endpoint = "https://identity.example.com"
    auth_endpoint     = "https://auth.example.com"
    username          = "terraform"
    password          = var.lerian_password
  }
}

resource "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = "370143895640379394"
  }
}

variable "keycard_client_secret" {
  type      = string
  sensitive = true
}

variable "lerian_password" {
  type      = string
  sensitive = true
}
