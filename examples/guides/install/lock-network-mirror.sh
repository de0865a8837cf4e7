terraform providers lock -net-mirror=https://terraform-mirror.example.com/ \
  -platform=linux_amd64 -platform=darwin_arm64
