"""Drafts, their answers, attached files and packages.

Events are append-only. They are never changed, and they go only with their draft: the trigger lets a deletion
pass when the draft is gone already, which is how the foreign key deletes them. That is the one way of purging.
On PostgreSQL triggers are functions.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER answer_event_never_changes BEFORE UPDATE ON answer_event
    BEGIN SELECT RAISE(ABORT, 'answer_event is append-only'); END
    """,
    """
    CREATE TRIGGER answer_event_goes_with_its_draft BEFORE DELETE ON answer_event
    WHEN EXISTS (SELECT 1 FROM draft WHERE id = OLD.draft)
    BEGIN SELECT RAISE(ABORT, 'answer_event is append-only'); END
    """,
)
_POSTGRES_TRIGGERS = (
    """
    CREATE FUNCTION lov_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
    """,
    """
    CREATE FUNCTION answer_event_goes_with_its_draft() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM draft WHERE id = OLD.draft) THEN
            RAISE EXCEPTION 'answer_event is append-only';
        END IF;
        RETURN OLD;
    END $$
    """,
    """
    CREATE TRIGGER answer_event_never_changes BEFORE UPDATE ON answer_event
    FOR EACH ROW EXECUTE FUNCTION lov_append_only()
    """,
    """
    CREATE TRIGGER answer_event_goes_with_its_draft BEFORE DELETE ON answer_event
    FOR EACH ROW EXECUTE FUNCTION answer_event_goes_with_its_draft()
    """,
)


def upgrade() -> None:
    """Make the tables and triggers."""
    _make_drafts()
    _make_answers()
    _make_files()
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for trigger in _POSTGRES_TRIGGERS if is_postgres else _SQLITE_TRIGGERS:
        op.execute(trigger)


def _make_drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(8), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("flow_version", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_draft_touched", "draft", ["touched"])


def _make_answers() -> None:
    op.create_table(
        "answer_event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_answer_event"),
        sa.ForeignKeyConstraint(
            ["draft"], ["draft.id"], name="fk_answer_event_draft_draft", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answer_event_draft", "answer_event", ["draft"])
    op.create_table(
        "answer",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("draft", "question_id", name="pk_answer"),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_answer_draft_draft", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )


def _make_files() -> None:
    op.create_table(
        "attachment",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_attachment"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("flow_version", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_package"),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_package_draft_draft", ondelete="CASCADE"),
    )
    op.create_index("ix_package_draft", "package", ["draft"])
