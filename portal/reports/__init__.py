"""Papers: frozen content, the one reader that makes it, and the printers that see nothing else."""
