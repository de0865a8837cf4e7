terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

variable "gateway_secret" {
  type      = string
  sensitive = true
}

provider "idp" {
  zitadel {
    endpoint = "https://zitadel.example.com"

    headers = {
      CF-Access-Client-Id     = "terraform.access"
      CF-Access-Client-Secret = var.gateway_secret
    }
  }
}
