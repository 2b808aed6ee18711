"""Rules about how definitions fit together, and about the policy in catalog.yaml."""
