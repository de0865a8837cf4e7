provider "idp" {
  http {
    ca_certificate_file = "/etc/ssl/certs/company-ca.pem"
  }
}
