"""Loads the vocabularies under data/ into typed, frozen tables; each table has a module here."""
