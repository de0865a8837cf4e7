terraform {
  required_providers {
    idp   = { source = "idpkit/idp", version = "~> 0.1.0" }
    vault = { source = "hashicorp/vault", version = "~> 5.0" }
  }
}

# The secret is encrypted, so plan and state never contain it unencrypted.
resource "idp_application" "orders" {
  name = "orders-api"

  zitadel {
    project_id = "370143895640379394"
  }

  secret {
    recipients = [var.age_recipient]
  }
}

# The private key comes from IDP_AGE_IDENTITY or IDP_AGE_IDENTITY_FILE.
ephemeral "idp_client_secret" "orders" {
  encrypted = idp_application.orders.secret.encrypted
}

# A write-only argument hands the secret to Vault, where the workload reads it.
resource "vault_kv_secret_v2" "orders" {
  mount = "kv"
  name  = "orders/zitadel"

  data_json_wo = jsonencode({
    client_id     = idp_application.orders.client_id
    client_secret = ephemeral.idp_client_secret.orders.client_secret
  })

  # A new secret changes this number, and Terraform writes to Vault again.
  data_json_wo_version = parseint(substr(sha256(idp_application.orders.secret.encrypted), 0, 8), 16)
}

variable "age_recipient" {
  type = string
}
