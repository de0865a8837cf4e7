import {
  to = idp_application_credential.batch
  id = "keycard/ujzde8gxd6ncf10epf91dhodzd/oc9is0j8ht9lgmxg9edn581u33/q2w3e4r5t6y7u8i9o0p1a2s3d4"
}
