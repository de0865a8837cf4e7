terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
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

resource "aws_secretsmanager_secret" "orders" {
  name = "orders-api"
}

resource "aws_secretsmanager_secret_version" "orders" {
  secret_id                = aws_secretsmanager_secret.orders.id
  secret_string_wo_version = parseint(substr(sha256(idp_application.orders.client_secret), 0, 7), 16) # changes with the secret
  secret_string_wo = jsonencode({
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
