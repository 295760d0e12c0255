"""One feature a file, thin: read what the member gave, defer, ask the service, render, edit."""
