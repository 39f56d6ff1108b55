//! Traffic and tables shared by the benches.
