"""What findings and changes amount to: versions, approvals, and the next release."""
