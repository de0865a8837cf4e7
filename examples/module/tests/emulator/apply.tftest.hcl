# Applies the module on a real platform or the emulator. Set the module's variables in the environment:
# TF_VAR_name=plugin-fees TF_VAR_description=Fees TF_VAR_platform='{"lerian":{}}' terraform test -test-directory=tests/emulator

variables {
  recipients = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
}

run "apply" {
  assert {
    condition     = output.client_id != "" && startswith(output.client_secret_age, "-----BEGIN AGE ENCRYPTED FILE-----")
    error_message = "The module outputs no credential."
  }
}
