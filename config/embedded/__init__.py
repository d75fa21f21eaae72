"""Everything on one machine: web server, worker and beat as children of one command."""
