variable "name" {
  type = string
}

variable "description" {
  type    = string
  default = null
}

variable "identifier" {
  description = "Required for Keycard. Leave it null for other platforms."
  type        = string
  default     = null
}

variable "platform" {
  description = "Exactly one of zitadel, keycard and lerian."
  type = object({
    zitadel = optional(object({ project_id = string }))
    keycard = optional(object({ zone_id = string }))
    lerian  = optional(object({}))
  })

  validation {
    condition     = length([for settings in values(var.platform) : settings if settings != null]) == 1
    error_message = "Name exactly one platform."
  }
}

variable "recipients" {
  description = "Public age or SSH keys of those who may read the client secret."
  type        = set(string)
}
