using Headrace.Onnx;

namespace Headrace.Gauge.Measuring;

/// <summary>
/// Water pixels in each region of interest → stage: an ONNX model from float32[N, regions] to float32[N, 1], such as <c>headrace gauge calibrate</c> writes.
/// Its unit is what its metadata <c>headrace.unit</c> says (m, cm, mm, ft, in), else metres.
/// </summary>
public sealed class StageRegressor : IDisposable
{
    private readonly OnnxModel _model;
    private readonly float[] _features;
    private readonly double _metres;

    /// <summary>Owns the model.</summary>
    /// <exception cref="GaugeException">Not such a model; it was disposed.</exception>
    public StageRegressor(OnnxModel model, int regions)
    {
        _model = model;
        _features = new float[regions];
        if (model.Inputs is not [{ Kind: OnnxKind.Tensor, ElementType: OnnxElementType.Float, Shape: [_, var width] }] || (width >= 0 && width != regions)
            || model.Outputs is not [{ Kind: OnnxKind.Tensor, ElementType: OnnxElementType.Float }, ..])
        {
            var (input, output) = (model.Inputs.Count > 0 ? model.Inputs[0].ToString() : "nothing", model.Outputs.Count > 0 ? model.Outputs[0].ToString() : "nothing");
            model.Dispose();
            throw new GaugeException($"a regressor of {regions} regions makes float32[N,1] of float32[N,{regions}]; this one makes {output} of {input}");
        }

        var unit = model.Metadata.GetValueOrDefault("headrace.unit", "m");
        _metres = unit switch
        {
            "m" => 1,
            "cm" => 0.01,
            "mm" => 0.001,
            "ft" => 0.3048,
            "in" => 0.0254,
            _ => double.NaN,
        };
        if (double.IsNaN(_metres))
        {
            model.Dispose();
            throw new GaugeException($"the regressor's unit (headrace.unit) is '{unit}': it is m, cm, mm, ft or in");
        }
    }

    /// <returns>Metres.</returns>
    /// <exception cref="GaugeException">The model gave no finite number.</exception>
    public double Predict(IReadOnlyList<int> counts)
    {
        for (var region = 0; region < _features.Length; region++)
        {
            _features[region] = counts[region];
        }

        using var tensor = OnnxValue.Over(_features.AsMemory(), 1, _features.Length);
        using var results = _model.Run(new OnnxInput(_model.Inputs[0].Name, tensor));
        var stage = results[0].Count == 1 ? results[0].AsSpan<float>()[0] : float.NaN;
        return float.IsFinite(stage) ? stage * _metres : throw new GaugeException("the regressor gave no stage");
    }

    public void Dispose() => _model.Dispose();
}
