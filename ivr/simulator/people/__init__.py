"""Who is on the line: what a person does and remarks, and the handset that is rung."""
