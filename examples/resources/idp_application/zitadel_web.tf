terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# A web application whose server keeps the client secret. Users log in to it.
resource "idp_application" "portal" {
  name                      = "customer-portal"
  redirect_uris             = ["https://portal.example.com/callback"]
  post_logout_redirect_uris = ["https://portal.example.com"]

  zitadel {
    type       = "web"
    project_id = "370143895640379394"

    oidc {
      grant_types                 = ["authorization_code", "refresh_token"]
      id_token_userinfo_assertion = true
    }
  }
}
