# fetch.sh: downloads and verifies a release.
gh release download v0.1.0 --repo idpkit/terraform-provider-idp --dir release
for zip in release/*.zip; do
  gh attestation verify "$zip" --repo idpkit/terraform-provider-idp
done
mv release/signing-key.asc signing-key.asc
