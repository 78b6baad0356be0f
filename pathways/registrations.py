"""What the top floor adds to the registries below it."""
