terraform {
  required_providers {
    idp = {
      source = "idpkit/idp"
    }
  }
}

# Only the platforms that your resources use need a block, and most settings can come from the environment instead.
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

variable "keycard_client_secret" {
  type      = string
  sensitive = true
}

variable "lerian_password" {
  type      = string
  sensitive = true
}
