"""The routes of the REST API that a bot like this one needs; any other fails the test."""
