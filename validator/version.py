"""The version of gouji, written into every template and every JSON report."""

VERSION = "0.1.0"
