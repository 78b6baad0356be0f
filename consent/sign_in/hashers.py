"""Argon2id with the house's parameters: t=3, m=64 MiB, p=1 (OWASP; measured 120 ms on two cores)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class HouseArgon2Hasher(Argon2PasswordHasher):
    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1
