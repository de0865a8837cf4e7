# ZITADEL: project and application. Put the organization first if it is not the provider's default organization.
terraform import idp_application.orders zitadel/370143895640379394/370144012357828610
terraform import idp_application.orders zitadel/370143895640310001/370143895640379394/370144012357828610

# ZITADEL service account: no project. From another organization: zitadel/<organization_id>/service_account/<application_id>
terraform import idp_application.invoices zitadel/service_account/370144099357828611

# Keycard: zone and application
terraform import idp_application.billing keycard/ujzde8gxd6ncf10epf91dhodzd/oc9is0j8ht9lgmxg9edn581u33

# Lerian: application
terraform import idp_application.fees lerian/0199b0c4-7d1e-7a52-9c33-5f0e7b1a2c4d
