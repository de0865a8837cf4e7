terraform apply -var 'generations=["2026-11", "2026-12"]' # both are valid
terraform apply -var 'generations=["2026-12"]'            # after the clients have moved
