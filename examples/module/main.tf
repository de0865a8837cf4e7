# Registers an application for a team on the platform that the caller chooses, and outputs its client secret, encrypted.

terraform {
  required_version = ">= 1.8"
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}

resource "idp_application" "this" {
  name        = var.name
  description = var.description
  identifier  = var.identifier

  dynamic "zitadel" {
    for_each = var.platform.zitadel[*]
    content { project_id = zitadel.value.project_id }
  }

  dynamic "keycard" {
    for_each = var.platform.keycard[*]
    content { zone_id = keycard.value.zone_id }
  }

  dynamic "lerian" {
    for_each = var.platform.lerian[*]
    content {}
  }

  secret {
    recipients = var.recipients
  }
}
