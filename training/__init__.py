"""How the shipped attribution model was made: from annotated articles to a quantised ONNX file."""
