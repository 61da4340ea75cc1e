"""What chooses the action: the policy of config.yml."""
