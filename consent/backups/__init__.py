"""Backups of the data without its keys, copies of the keystore for the day it is lost, and the way back of both."""
