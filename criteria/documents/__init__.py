"""Documents: what a README and its kin say."""
