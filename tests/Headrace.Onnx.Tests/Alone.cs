namespace Headrace.Onnx.Tests;

/// <summary>Tests that measure the process: no other runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
