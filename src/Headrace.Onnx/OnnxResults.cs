using System.Collections;

namespace Headrace.Onnx;

/// <summary>The outputs of one run, in the model's order, owned by whoever asked for them.</summary>
public sealed class OnnxResults : IReadOnlyList<OnnxValue>, IDisposable
{
    private readonly OnnxModel _model;
    private readonly OnnxValue[] _values;

    internal OnnxResults(OnnxModel model, OnnxValue[] values) => (_model, _values) = (model, values);

    public int Count => _values.Length;

    public OnnxValue this[int index] => _values[index];

    public OnnxValue this[string name] => _values[_model.OutputAt(name)];

    public IEnumerator<OnnxValue> GetEnumerator() => ((IEnumerable<OnnxValue>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (var value in _values)
        {
            value.Dispose();
        }
    }
}
