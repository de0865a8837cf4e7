terraform providers lock -platform=linux_amd64 -platform=darwin_arm64
