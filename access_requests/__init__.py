"""Why someone may listen: requests, routes and decisions."""
