"""What the program remembers: rows, transactions, queues, migrations."""
