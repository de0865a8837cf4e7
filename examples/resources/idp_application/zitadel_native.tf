terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# A native application, such as a mobile app or a command-line tool. It has no client secret.
resource "idp_application" "cli" {
  name          = "orders-cli"
  redirect_uris = ["http://localhost:8080/callback", "com.example.orders:/callback"]

  zitadel {
    type       = "native"
    project_id = "370143895640379394"

    oidc {
      grant_types = ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"]
    }
  }
}
