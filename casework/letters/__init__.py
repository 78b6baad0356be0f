"""Letters that leave the house: how they are laid out and how they become paper."""
