provider "idp" {
  http {
    allow_plaintext = true
  }
}
