"""The models that a questionnaire is made of: frozen, and the same for every questionnaire."""
