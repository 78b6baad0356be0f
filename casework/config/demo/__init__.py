"""The invented project that `demo` fills and lives through. Every person, number and text here is made up."""
