"""What people see: one report document, and its renderings."""
