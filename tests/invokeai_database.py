"""A small database as InvokeAI keeps it: the tables and columns that are read, and some more."""

from __future__ import annotations

import json
import sqlite3

SCHEMA = """
    CREATE TABLE boards (board_id TEXT PRIMARY KEY, board_name TEXT NOT NULL);
    CREATE TABLE board_images (board_id TEXT, image_name TEXT PRIMARY KEY);
    CREATE TABLE images (
        image_name TEXT PRIMARY KEY, image_origin TEXT NOT NULL, image_category TEXT NOT NULL,
        width INTEGER, height INTEGER, session_id TEXT, node_id TEXT, metadata TEXT,
        is_intermediate BOOLEAN DEFAULT FALSE, created_at DATETIME, updated_at DATETIME,
        deleted_at DATETIME, starred BOOLEAN DEFAULT FALSE, user_id TEXT
    );
    CREATE TABLE session_queue (
        item_id INTEGER PRIMARY KEY, batch_id TEXT, session_id TEXT UNIQUE, session TEXT,
        status TEXT, error_type TEXT, error_message TEXT, created_at DATETIME,
        started_at DATETIME, completed_at DATETIME, retried_from_item_id INTEGER, user_id TEXT
    );
"""
METADATA = {
    "generation_mode": "sdxl_txt2img",
    "positive_prompt": "a red fox",
    "seed": 4242,
    "width": 1024,
    "height": 768,
    "model": {"key": "k1", "name": "juggernaut-xl"},
    "steps": 30,
}
GRAPH = {"graph": {"nodes": {"m": {"type": "core_metadata", **METADATA, "seed": 7}}}}
DAY = "2026-11-02 09:3"


def written(path, *, images=(), queue=(), boards=()):
    """The database at a path; rows are tables' columns by name. The connection, still open."""
    con = sqlite3.connect(path)
    con.executescript(f"PRAGMA page_size = 512; {SCHEMA}")
    for table, rows in (("images", images), ("session_queue", queue)):
        for row in rows:
            marks = ", ".join("?" * len(row))
            con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])
    for board, image in boards:
        con.execute("INSERT OR IGNORE INTO boards VALUES (?, ?)", [board, board])
        con.execute("INSERT INTO board_images VALUES (?, ?)", [board, image])
    con.commit()
    return con


def image(name, session, **more):
    """A row of `images`."""
    row = {
        "image_name": name, "image_origin": "internal", "image_category": "general",
        "width": 1024, "height": 768, "session_id": session, "metadata": json.dumps(METADATA),
        "created_at": f"{DAY}0:09.500", "updated_at": f"{DAY}0:09.500",
    }  # fmt: skip
    return row | more


def queued(number, session_id, status, **more):
    """A row of `session_queue`: it waited two seconds and ran for eight."""
    row = {
        "item_id": number, "batch_id": "b1", "session_id": session_id, "status": status,
        "session": json.dumps(GRAPH), "created_at": f"{DAY}0:00.000",
        "started_at": f"{DAY}0:02.000", "completed_at": f"{DAY}0:10.000",
    }  # fmt: skip
    return row | more
