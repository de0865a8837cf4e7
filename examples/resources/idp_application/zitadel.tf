# An API of yours, which checks the tokens it receives at ZITADEL.
resource "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = "370143895640379394"
  }
}

# Without a client secret: the API signs with a private key, which is made at ZITADEL.
resource "idp_application" "payments" {
  name        = "payments-api"
  auth_method = "private_key_jwt"

  zitadel {
    project_id = "370143895640379394"
  }
}
