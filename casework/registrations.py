"""What the middle floor adds to the registries below it."""
