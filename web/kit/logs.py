"""Structured logs on standard error: JSON in production, readable elsewhere. No names, addresses or words of people."""

import logging
import sys

import structlog

from models.settings import settings


def configure() -> None:
    last = (
        structlog.processors.JSONRenderer()
        if settings().environment == "production"
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings().log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
