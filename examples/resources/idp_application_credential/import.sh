# Keycard: zone, application and credential
terraform import idp_application_credential.batch keycard/ujzde8gxd6ncf10epf91dhodzd/oc9is0j8ht9lgmxg9edn581u33/q2w3e4r5t6y7u8i9o0p1a2s3d4

# ZITADEL: project, application and key. Put the organization first if it is not the provider's default organization.
terraform import idp_application_credential.orders zitadel/370143895640379394/370144012357828610/370144101234567890
terraform import idp_application_credential.orders zitadel/370143895640310001/370143895640379394/370144012357828610/370144101234567890

# ZITADEL service account: account and key
terraform import idp_application_credential.worker zitadel/service_account/370144055555555555/370144109876543210
