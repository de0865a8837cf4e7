terraform {
  required_providers {
    idp    = { source = "idpkit/idp", version = "~> 0.1.0" }
    github = { source = "integrations/github", version = "~> 6.0" }
  }
}

locals {
  secret_version = 1 # raise it to rotate the client secret
}

resource "idp_application" "orders" {
  name                = "orders-api"
  rotate_when_changed = { version = local.secret_version }

  zitadel {
    project_id = "370143895640379394"
  }
}

resource "github_actions_variable" "client_id" {
  repository    = "orders"
  variable_name = "ORDERS_CLIENT_ID"
  value         = idp_application.orders.client_id
}

resource "github_actions_secret" "client_secret" {
  repository      = "orders"
  secret_name     = "ORDERS_CLIENT_SECRET"
  plaintext_value = idp_application.orders.client_secret

  lifecycle {
    precondition {
      condition     = idp_application.orders.client_secret != null
      error_message = "The state has no client secret. Apply with -target=idp_application.orders, then raise secret_version."
    }
  }
}
