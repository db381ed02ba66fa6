"""What a person sees instead of a traceback: a sentence, and a way on."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import clear
from dashboard.app.parts.empty import show_welcome
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.question import settings_in_force
from data.errors import OffcutError, QuestionError, WarehouseError
from data.warehouse.trouble import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger("offcut.dashboard")


@contextmanager
def shown_errors() -> Iterator[None]:
    """Show what goes wrong inside as a sentence."""
    try:
        yield
    except QuestionError as error:
        _explain("This selection cannot be shown.", str(error))
        st.button("Show everything instead", on_click=clear, type="primary")
    except WarehouseError as error:
        if settings_in_force().warehouse.exists():
            _explain("The warehouse cannot be read.", str(error))
        else:
            show_welcome()
    except OffcutError as error:
        _explain("The settings do not hold together.", str(error))
    except Exception as error:  # noqa: BLE001 (nobody should meet a traceback; it is logged)
        _log.exception("A page failed")
        if told := in_words(error, settings_in_force().warehouse):
            _explain("The warehouse cannot be read.", str(told))
        else:
            _explain("This page could not be drawn.", f"{type(error).__name__}: {error}")
            sentence("The details stand where the dashboard was started.", "offcut-quiet")


def _explain(what: str, why: str) -> None:
    st.error(what, icon=":material/error:")
    sentence(why, "offcut-error")
