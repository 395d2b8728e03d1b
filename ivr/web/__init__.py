"""HTTP, and nothing but HTTP: who may knock, which service answers, and what goes out."""
