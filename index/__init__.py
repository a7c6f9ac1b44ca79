"""What is computed from articles so that they can be found: passages, vectors, search.

Its libraries read these switches when they are first imported, which is after this.
"""

import os

# onnxruntime from 1.29 on reports each process and model to Microsoft unless it is told not to.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# The Hugging Face Hub is asked which program calls it, for a model that is on this machine too.
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
