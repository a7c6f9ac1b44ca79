"""The verifier: it stands between every answerer and every reader.

Each sentence of an answer is held against the evidence that it cites, one idea a module:
quotations, numbers, days, names, speakers, certainty (with negation) and support. What is not
borne out is refused with the fault and a reason of one line; verifier.py puts them together. No
language model is needed; an entailment model can take over the last of the judgements.
"""
