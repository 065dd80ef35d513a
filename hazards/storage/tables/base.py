"""What every table shares: one metadata, names of constraints, a growing key, a plain text."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only gives a growing row id to INTEGER PRIMARY KEY.
Key = BigInteger().with_variant(Integer, "sqlite")


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")
