"""How databases of older programs are carried forward; `env` is run by Alembic."""
