# A new secret each month. When the month is over, time_rotating is made anew in the next plan, and the secret with it:
# rotation takes a pipeline that applies regularly.
resource "time_rotating" "monthly" {
  rotation_days = 30
}

# ZITADEL: the old secret ends at once, so whoever uses it has to get the new one in the same run.
resource "idp_application" "orders" {
  name                = "orders-api"
  rotate_when_changed = { month = time_rotating.monthly.id }

  zitadel {
    project_id = "370143895640379394"
  }
}

# Keycard: the old client ID and secret are valid for another month, and the workload changes over when it likes.
resource "idp_application" "billing" {
  name                = "Billing agent"
  identifier          = "https://billing.example.com"
  rotate_when_changed = { month = time_rotating.monthly.id }

  keycard {
    zone_id                  = "ujzde8gxd6ncf10epf91dhodzd"
    keep_previous_credential = true
  }
}

# Lerian: a new application takes the place of the old one, and is there before the old one goes. For a while there are two of
# the same name, which Lerian does not rule out: if your release does, leave create_before_destroy out.
resource "idp_application" "fees" {
  name                = "plugin-fees"
  description         = "Calculates the fees every night"
  rotate_when_changed = { month = time_rotating.monthly.id }

  lerian {}

  lifecycle {
    create_before_destroy = true
  }
}
