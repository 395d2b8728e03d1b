"""One function per use case: turns, side documents, notices, jobs. Storage is opened here and nowhere else."""
