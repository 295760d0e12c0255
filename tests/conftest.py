"""Makes `fake_discord` importable from every folder of tests."""
