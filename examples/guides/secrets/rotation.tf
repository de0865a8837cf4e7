terraform {
  required_providers {
    idp  = { source = "idpkit/idp", version = "~> 0.1.0" }
    time = { source = "hashicorp/time", version = "~> 0.13" }
  }
}

# Rotates the secret every 30 days. After 30 days, the next apply replaces time_rotating and rotates the secret, so run an
# apply regularly.
resource "time_rotating" "monthly" {
  rotation_days = 30
}

# ZITADEL: the old secret stops working at once. Pass the new one to the workload in the same run.
resource "idp_application" "orders" {
  name                = "orders-api"
  rotate_when_changed = { month = time_rotating.monthly.id }

  zitadel {
    project_id = "370143895640379394"
  }
}

# Keycard: the old client ID and secret stay valid until the next rotation, so the workload can switch in the meantime.
resource "idp_application" "billing" {
  name                = "Billing agent"
  identifier          = "https://billing.example.com"
  rotate_when_changed = { month = time_rotating.monthly.id }

  keycard {
    zone_id                  = "ujzde8gxd6ncf10epf91dhodzd"
    keep_previous_credential = true
  }
}

# Lerian: a rotation replaces the application. create_before_destroy creates the new one before it deletes the old one. For a
# while, both exist with the same name. If your Lerian release refuses that, remove create_before_destroy.
resource "idp_application" "fees" {
  name                = "plugin-fees"
  description         = "Calculates the fees every night"
  rotate_when_changed = { month = time_rotating.monthly.id }

  lerian {}

  lifecycle {
    create_before_destroy = true
  }
}
