"""An export in half precision, for the tests."""
import numpy as np
import onnx
from onnx import numpy_helper


def to_half(path, target):
    """What half=True gives: every number a float16, but Resize's scales, which have no such form."""
    half, single = onnx.TensorProto.FLOAT16, onnx.TensorProto.FLOAT
    model = onnx.load(path)
    scales = {name for node in model.graph.node if node.op_type == "Resize" for name in node.input[1:]}
    narrow = lambda tensor: tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), tensor.name)) if tensor.data_type == single else None
    for tensor in model.graph.initializer:
        if tensor.name not in scales:
            narrow(tensor)
    for node in model.graph.node:
        for attribute in node.attribute:
            if node.op_type == "Cast" and attribute.i == single:
                attribute.i = half
            elif attribute.type == onnx.AttributeProto.TENSOR and node.output[0] not in scales:
                narrow(attribute.t)
    for value in list(model.graph.input) + list(model.graph.output):
        if value.type.tensor_type.elem_type == single:
            value.type.tensor_type.elem_type = half
    del model.graph.value_info[:]
    onnx.save(model, target)
