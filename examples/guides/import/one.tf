# one.tf
import {
  provider = idp # only while there is no resource block
  to       = idp_application.orders
  id       = "zitadel/370143895640379394/370144012357828610"
}
