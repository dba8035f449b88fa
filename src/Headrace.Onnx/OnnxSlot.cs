namespace Headrace.Onnx;

/// <summary>
/// A run that is prepared once and run often: inputs and outputs bound to values stay bound, so a warm run allocates nothing. For one thread at a time; a model has
/// as many slots as are asked for. Values stay their owners', except outputs that were not bound: those are the slot's, new with every run.
/// </summary>
public sealed class OnnxSlot : IDisposable
{
    private readonly OnnxModel _model;
    private readonly OnnxValue?[] _inputs;
    private readonly OnnxValue?[] _bound;
    private readonly OnnxValue?[] _made;
    private readonly nint[] _inputPointers;
    private readonly nint[] _outputPointers;

    internal OnnxSlot(OnnxModel model)
    {
        _model = model;
        _inputs = new OnnxValue?[model.Inputs.Count];
        _bound = new OnnxValue?[model.Outputs.Count];
        _made = new OnnxValue?[model.Outputs.Count];
        _inputPointers = new nint[_inputs.Length];
        _outputPointers = new nint[_bound.Length];
    }

    public void BindInput(string name, OnnxValue value) => _inputs[_model.InputAt(name)] = value;

    /// <summary>The run writes into this value: its shape has to be the output's.</summary>
    public void BindOutput(string name, OnnxValue value) => _bound[_model.OutputAt(name)] = value;

    /// <summary>An output of the last run.</summary>
    public OnnxValue Output(string name)
    {
        var place = _model.OutputAt(name);
        return _bound[place] ?? _made[place] ?? throw new InvalidOperationException("the slot has not run yet");
    }

    public void Run()
    {
        for (var i = 0; i < _made.Length; i++)
        {
            _made[i]?.Dispose();
            _made[i] = null;
        }

        var (inputs, outputs) = (0, 0);
        try
        {
            for (; inputs < _inputs.Length; inputs++)
            {
                _inputPointers[inputs] = (_inputs[inputs] ?? throw new OnnxException(OnnxErrorCode.InvalidArgument, $"input {_model.Inputs[inputs].Name} is not bound")).Handle.Hold();
            }

            for (; outputs < _bound.Length; outputs++)
            {
                _outputPointers[outputs] = _bound[outputs]?.Handle.Hold() ?? 0;
            }

            _model.Run(_inputPointers, _outputPointers);
        }
        finally
        {
            while (inputs > 0)
            {
                _inputs[--inputs]!.Handle.DangerousRelease();
            }

            while (outputs > 0)
            {
                _bound[--outputs]?.Handle.DangerousRelease();
            }
        }

        for (var i = 0; i < _bound.Length; i++)
        {
            if (_bound[i] is null)
            {
                _made[i] = new OnnxValue(_outputPointers[i]);
            }
        }
    }

    public void Dispose()
    {
        foreach (var value in _made)
        {
            value?.Dispose();
        }
    }
}
