"""What the office decides: settings, logging, forms, policy."""
