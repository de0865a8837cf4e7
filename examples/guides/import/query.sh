# Find everything, and write configuration with import blocks for it:
terraform query -generate-config-out=generated.tf

# Read generated.tf, give the resources better names, move them to where they belong. Then:
terraform plan
terraform apply
