terraform {
  required_providers {
    idp   = { source = "idpkit/idp", version = "~> 0.1.0" }
    vault = { source = "hashicorp/vault", version = "~> 5.0" }
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

resource "vault_kv_secret_v2" "orders" {
  mount                = "secret"
  name                 = "orders-api"
  data_json_wo_version = parseint(substr(sha256(idp_application.orders.client_secret), 0, 7), 16) # changes with the secret
  data_json_wo = jsonencode({
    client_id     = idp_application.orders.client_id
    client_secret = idp_application.orders.client_secret
  })

  lifecycle {
    precondition {
      condition     = idp_application.orders.client_secret != null
      error_message = "The state has no client secret. Apply with -target=idp_application.orders, then raise secret_version."
    }
  }
}
