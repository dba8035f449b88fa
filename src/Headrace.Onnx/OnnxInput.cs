namespace Headrace.Onnx;

/// <summary>A value for one of a model's inputs. The value stays its owner's.</summary>
public readonly record struct OnnxInput(string Name, OnnxValue Value);
