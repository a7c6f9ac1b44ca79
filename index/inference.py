"""How graphs run: each text by itself and on one thread, several texts at a time.

Dynamic quantisation takes its range from everything in a batch, which would make what a text gets
depend on its neighbours. Texts side by side on the cores are as fast as the cores sharing one.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnxruntime

_SLOW = ("SkipLayerNormFusion",)
"""Rewritings of a graph that make it slower: onnxruntime 1.32 takes 0.6 ms for the addition and the
normalisation of 242 word pieces in one step, and 0.06 ms for the two of them in two."""


def session_of(graph: Path | bytes) -> onnxruntime.InferenceSession:
    """A graph, from its file or its bytes, ready to run in any thread, on that thread alone."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        graph if isinstance(graph, bytes) else str(graph),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=_SLOW,
    )


def workers(threads: int = 0) -> ThreadPoolExecutor:
    """Threads to run graphs on; 0 means one a core."""
    return ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1)
