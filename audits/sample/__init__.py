"""The sample of an audit: a pool by stated rules, a seed fixed before it is looked at, three calls drawn, and the grant for these."""
