"""Readers of file formats behind one interface: bytes to sheets."""
