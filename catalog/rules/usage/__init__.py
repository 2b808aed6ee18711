"""Rules about source code: calls that send what the catalog does not say."""
