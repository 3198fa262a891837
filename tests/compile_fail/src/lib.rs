//! Nothing: the cases are what this package is for.
