"""What a tracker is, before any language: its functions, their parameters, what each destination gets."""
