"""Checks that only this report has: 规章, deadlines, how a body is called, and everything that reads its sentences."""
