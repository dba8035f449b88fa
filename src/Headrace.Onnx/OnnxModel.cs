using Headrace.Onnx.Native;

namespace Headrace.Onnx;

/// <summary>An opened model. Any number of threads may run it at once.</summary>
public sealed unsafe class OnnxModel : IDisposable
{
    private readonly Session _session;
    private readonly PortNames _inputNames;
    private readonly PortNames _outputNames;

    internal OnnxModel(Session session, bool fromOptimisedCopy)
    {
        _session = session;
        FromOptimisedCopy = fromOptimisedCopy;
        Inputs = Ports(OrtFunction.SessionGetInputCount, OrtFunction.SessionGetInputName, OrtFunction.SessionGetInputTypeInfo);
        Outputs = Ports(OrtFunction.SessionGetOutputCount, OrtFunction.SessionGetOutputName, OrtFunction.SessionGetOutputTypeInfo);
        Metadata = ModelMetadata.Read(session.Pointer);
        _inputNames = session.Own(new PortNames(Inputs));
        _outputNames = session.Own(new PortNames(Outputs));
    }

    public IReadOnlyList<OnnxPort> Inputs { get; }

    public IReadOnlyList<OnnxPort> Outputs { get; }

    /// <summary>What the model's maker wrote into it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether the saved optimised form was opened in place of the model.</summary>
    public bool FromOptimisedCopy { get; }

    /// <summary>Opens a model file, memory-mapped.</summary>
    /// <exception cref="OnnxException">The file is not there or not a model, or the library is not there.</exception>
    public static OnnxModel Open(string path, OnnxOptions? options = null)
    {
        options ??= new OnnxOptions();
        return options.OptimisedCopy is { } copy ? new OptimisedCopy(path, copy, options).Open() : OpenPlain(path, options);
    }

    /// <summary>Opens a model in memory; the bytes are not needed afterwards. Has no optimised copy.</summary>
    public static OnnxModel Open(ReadOnlySpan<byte> model, OnnxOptions? options = null)
    {
        if (model.IsEmpty)
        {
            throw new OnnxException(OnnxErrorCode.NoModel, "the model is empty");
        }

        using var session = new SessionOptions(options ?? new OnnxOptions());
        fixed (byte* at = model)
        {
            return Wrap(Session.Create(at, (nuint)model.Length, session.Pointer, null), fromOptimisedCopy: false);
        }
    }

    /// <summary>Runs the model; every output is returned, in memory of the library.</summary>
    public OnnxResults Run(params ReadOnlySpan<OnnxInput> inputs)
    {
        var names = stackalloc nint[Math.Min(inputs.Length, 64)];
        var values = stackalloc nint[Math.Min(inputs.Length, 64)];
        var namePointers = inputs.Length <= 64 ? new Span<nint>(names, inputs.Length) : new nint[inputs.Length];
        var valuePointers = inputs.Length <= 64 ? new Span<nint>(values, inputs.Length) : new nint[inputs.Length];
        var outputs = new nint[Outputs.Count];
        var held = 0;
        try
        {
            for (; held < inputs.Length; held++)
            {
                namePointers[held] = _inputNames.Pointers[InputAt(inputs[held].Name)];
                valuePointers[held] = inputs[held].Value.Handle.Hold();
            }

            _session.Run(namePointers, valuePointers, _outputNames.Pointers, outputs);
        }
        finally
        {
            while (held > 0)
            {
                inputs[--held].Value.Handle.DangerousRelease();
            }
        }

        return new OnnxResults(this, Array.ConvertAll(outputs, output => new OnnxValue(output)));
    }

    /// <summary>A run to be prepared once and run often.</summary>
    public OnnxSlot CreateSlot() => new(this);

    /// <summary>Runs still under way go on to their end.</summary>
    public void Dispose() => _session.Dispose();

    internal static OnnxModel OpenPlain(string path, OnnxOptions options, Action<SessionOptions>? further = null)
    {
        using var file = new MappedFile(path);
        using var session = new SessionOptions(options);
        // Weights kept in files of their own are looked for beside the model.
        session.Configure("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(Path.GetFullPath(path))!);
        further?.Invoke(session);
        return Wrap(Session.Create(file.Start, (nuint)file.Length, session.Pointer, null), fromOptimisedCopy: false);
    }

    internal static OnnxModel Wrap(Session session, bool fromOptimisedCopy)
    {
        try
        {
            return new OnnxModel(session, fromOptimisedCopy);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    internal int InputAt(string name) => _inputNames.PlaceOf(name) is var place and >= 0 ? place : throw Unknown("input", name, Inputs);

    internal int OutputAt(string name) => _outputNames.PlaceOf(name) is var place and >= 0 ? place : throw Unknown("output", name, Outputs);

    internal void Run(ReadOnlySpan<nint> inputs, Span<nint> outputs)
    {
        _session.Run(_inputNames.Pointers, inputs, _outputNames.Pointers, outputs);
    }

    private static OnnxException Unknown(string kind, string name, IReadOnlyList<OnnxPort> ports) =>
        new(OnnxErrorCode.InvalidArgument, $"the model has no {kind} {name}; it has {string.Join(", ", ports.Select(port => port.Name))}");

    private OnnxPort[] Ports(OrtFunction countFunction, OrtFunction nameFunction, OrtFunction typeFunction)
    {
        var ports = new OnnxPort[OrtApi.Read(countFunction, _session.Pointer)];
        for (var i = 0; i < ports.Length; i++)
        {
            nint text;
            OrtApi.Check(((delegate* unmanaged<nint, nuint, nint, nint*, nint>)OrtApi.Function(nameFunction))(_session.Pointer, (nuint)i, OrtEnvironment.Allocator, &text));
            ports[i] = TensorInfo.Port(OrtApi.TakeString(text), OrtApi.ReadAt(typeFunction, _session.Pointer, (nuint)i));
        }

        return ports;
    }
}
