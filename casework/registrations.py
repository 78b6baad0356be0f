"""What the middle floor adds to the registries below it."""

from casework import letter_fields_of_casework, sign_in_addresses

letter_fields_of_casework.register()
sign_in_addresses.register()
