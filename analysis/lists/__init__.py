"""The lists that staff take away, each declared for `forum.exports`."""
