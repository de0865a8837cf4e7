terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

provider "idp" {
  http {
    ca_certificate_file = "/etc/ssl/certs/company-ca.pem"
  }
}
