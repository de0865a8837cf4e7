# The secret is encrypted to whoever runs Terraform: neither plan nor state ever holds it in clear.
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

# A write-only argument takes the secret to where the workload finds it.
resource "vault_kv_secret_v2" "orders" {
  mount = "kv"
  name  = "orders/zitadel"

  data_json_wo = jsonencode({
    client_id     = idp_application.orders.client_id
    client_secret = ephemeral.idp_client_secret.orders.client_secret
  })

  # Vault is written to again when the secret is another one.
  data_json_wo_version = parseint(substr(sha256(idp_application.orders.secret.encrypted), 0, 8), 16)
}

variable "age_recipient" {
  type = string
}
