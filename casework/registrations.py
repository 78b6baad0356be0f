"""What the middle floor adds to the registries below it."""

from casework import sign_in_addresses

sign_in_addresses.register()
