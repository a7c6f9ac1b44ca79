"""Answers that a chat model writes from numbered evidence, each sentence verified.

model.py alone touches LangChain's chat models; providers.py says what each needs; evidence.py packs
what may be cited; prompts.py holds the words that the model gets; sentences.py cuts its reply up;
answering.py asks, verifies, repairs and falls back; reading.py lets the model read a question.
"""
