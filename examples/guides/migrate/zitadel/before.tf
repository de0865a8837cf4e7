resource "zitadel_application_api" "orders" {
  org_id           = "370143895640310001"
  project_id       = "370143895640379394"
  name             = "orders-api"
  auth_method_type = "API_AUTH_METHOD_TYPE_BASIC"
}
