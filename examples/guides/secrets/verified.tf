# If somebody makes another secret at the platform, the next plan shows a rotation.
resource "idp_application" "orders" {
  name                 = "orders-api"
  verify_client_secret = true

  zitadel {
    project_id = "370143895640379394"
  }
}
