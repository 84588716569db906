"""Commands of the recordings floor."""
