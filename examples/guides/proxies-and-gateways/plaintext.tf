terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

provider "idp" {
  http {
    allow_plaintext = true
  }
}
