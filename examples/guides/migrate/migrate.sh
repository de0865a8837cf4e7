# Says that the resource has moved, and neither adds, changes nor destroys anything:
terraform plan
terraform apply
