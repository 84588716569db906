"""Letters and emails about people's rights: worded by the practice, filled in, sent with the act they tell of, kept as sent."""
