"""Undo and visits, profiles, screenings with findings and decisions, the audit chain, settings, backups.

The audit chain is never changed and never shortened. Decisions go only with their screening, as events go only
with their draft. On PostgreSQL triggers are functions.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER decision_never_changes BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END
    """,
    """
    CREATE TRIGGER decision_goes_with_its_screening BEFORE DELETE ON decision
    WHEN EXISTS (SELECT 1 FROM screening WHERE id = OLD.screening)
    BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END
    """,
    """
    CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END
    """,
    """
    CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END
    """,
)
_POSTGRES_TRIGGERS = (
    """
    CREATE FUNCTION decision_goes_with_its_screening() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM screening WHERE id = OLD.screening) THEN
            RAISE EXCEPTION 'decision is append-only';
        END IF;
        RETURN OLD;
    END $$
    """,
    """
    CREATE TRIGGER decision_never_changes BEFORE UPDATE ON decision
    FOR EACH ROW EXECUTE FUNCTION lov_append_only()
    """,
    """
    CREATE TRIGGER decision_goes_with_its_screening BEFORE DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION decision_goes_with_its_screening()
    """,
    """
    CREATE TRIGGER audit_never_changes_or_goes BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION lov_append_only()
    """,
    """
    CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION lov_append_only()
    """,
)


def upgrade() -> None:
    """Add two columns, and the new tables with their triggers."""
    op.add_column("answer_event", sa.Column("act", sa.String(), nullable=True))
    op.add_column("answer_event", sa.Column("of_seq", sa.Integer(), nullable=True))
    _make_file_bytes()
    _make_visits()
    _make_profiles()
    _make_screenings()
    _make_audit()
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for trigger in _POSTGRES_TRIGGERS if is_postgres else _SQLITE_TRIGGERS:
        op.execute(trigger)


def _make_file_bytes() -> None:
    op.create_table(
        "attachment_bytes",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_attachment_bytes"),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["attachment.sha256"],
            name="fk_attachment_bytes_sha256_attachment",
            ondelete="CASCADE",
        ),
    )


def _make_visits() -> None:
    op.create_table(
        "visit",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("draft", "who", "door", name="pk_visit"),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_visit_draft_draft", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )


def _make_profiles() -> None:
    op.create_table(
        "profile",
        sa.Column("id", sa.String(8), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profile"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "profile_answer",
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("profile", "question_id", name="pk_profile_answer"),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.id"], name="fk_profile_answer_profile_profile", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft_profile",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("draft", name="pk_draft_profile"),
        sa.ForeignKeyConstraint(
            ["draft"], ["draft.id"], name="fk_draft_profile_draft_draft", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.id"], name="fk_draft_profile_profile_profile", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_draft_profile_profile", "draft_profile", ["profile"])


def _make_screenings() -> None:
    op.create_table(
        "screening",
        sa.Column("id", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("package_sha256", sa.String(64), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("flow_version", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_screening"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_screening_package_sha256", "screening", ["package_sha256"])
    op.create_table(
        "finding",
        sa.Column("screening", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("screening", "number", name="pk_finding"),
        sa.ForeignKeyConstraint(
            ["screening"], ["screening.id"], name="fk_finding_screening_screening", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("screening", sa.String(), nullable=False),
        sa.Column("finding", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_decision"),
        sa.ForeignKeyConstraint(
            ["screening"], ["screening.id"], name="fk_decision_screening_screening", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_screening", "decision", ["screening"])


def _make_audit() -> None:
    op.create_table(
        "secret",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_secret"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("ref", sa.Integer(), nullable=True),
        sa.Column("mac", sa.String(), nullable=True),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("door", sa.String(), nullable=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "backup",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_backup"),
    )
