"""The register of help services: who helps with what in which country."""
