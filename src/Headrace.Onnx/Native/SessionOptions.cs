namespace Headrace.Onnx.Native;

/// <summary>The library's form of <see cref="OnnxOptions"/>.</summary>
internal sealed class SessionOptions : IDisposable
{
    private readonly OrtHandle _handle = OrtApi.Create(OrtFunction.CreateSessionOptions, OrtFunction.ReleaseSessionOptions);

    public SessionOptions(OnnxOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        OrtApi.Set(OrtFunction.SetIntraOpNumThreads, Pointer, options.Threads);
        OrtApi.Set(OrtFunction.SetInterOpNumThreads, Pointer, 1);
        Optimise(options.Optimisation);
        Configure("session.intra_op.allow_spinning", options.Spin ? "1" : "0");
        Configure("session.inter_op.allow_spinning", "0");
        foreach (var (name, size) in options.FixedDimensions)
        {
            OrtApi.FixDimension(Pointer, name, size);
        }

        foreach (var (key, value) in options.Configuration)
        {
            Configure(key, value);
        }
    }

    public nint Pointer => _handle.Pointer;

    public void Optimise(OnnxOptimisation level) => OrtApi.Set(OrtFunction.SetSessionGraphOptimizationLevel, Pointer, (int)level);

    public void Configure(string key, string value) => OrtApi.SetEntry(Pointer, key, value);

    public void SaveOptimised(string path) => OrtApi.Set(OrtFunction.SetOptimizedModelFilePath, Pointer, path);

    public void Dispose() => _handle.Dispose();
}
