# A single-page application in the browser. It cannot keep a secret, so it logs users in with PKCE (auth_method "none", the default).
resource "idp_application" "dashboard" {
  name          = "dashboard"
  redirect_uris = ["https://dashboard.example.com/callback"]

  zitadel {
    type              = "user_agent"
    project_id        = "370143895640379394"
    access_token_type = "jwt"
  }
}
