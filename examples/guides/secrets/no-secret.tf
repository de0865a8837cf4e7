# The API signs with a private key, which is made at ZITADEL.
resource "idp_application" "payments" {
  name        = "payments-api"
  auth_method = "private_key_jwt"

  zitadel {
    project_id = "370143895640379394"
  }
}
