"""The demo's data: the real list of OCOP products, and fictional producers for every state a visitor can meet."""
