"""What a questionnaire is made of: frozen models, which know no particular questionnaire."""
