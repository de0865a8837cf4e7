# The API signs with a private key instead: there is nothing to keep secret here, and nothing to rotate.
resource "idp_application" "payments" {
  name        = "payments-api"
  auth_method = "private_key_jwt"

  zitadel = {
    project_id = "370143895640379394"
  }
}
