terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

# A single-page application. A browser cannot keep a secret, so the default auth_method is "none", with PKCE.
resource "idp_application" "dashboard" {
  name          = "dashboard"
  redirect_uris = ["https://dashboard.example.com/callback"]

  zitadel {
    type              = "user_agent"
    project_id        = "370143895640379394"
    access_token_type = "jwt"
  }
}
