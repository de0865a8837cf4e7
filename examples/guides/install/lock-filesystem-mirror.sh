terraform providers lock -fs-mirror=/opt/terraform/mirror \
  -platform=linux_amd64 -platform=darwin_arm64
